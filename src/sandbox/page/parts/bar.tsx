/** The bar: whether the stream is open, the search, the address of the API, and what acts on everything. */
import type { JSX } from 'preact';

import type { Page } from '../model/page.js';
import { Copy, Icon, Unseen } from './elements.js';

function Search({ page }: { page: Page }): JSX.Element {
  const { view, draw } = page;
  return (
    <search class="search">
      <label class="unseen" for="search">
        Search text, recipient or Request-ID
      </label>
      <Icon name="search" />
      <input
        id="search"
        type="search"
        placeholder="Search text, recipient, Request-ID"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        value={view.query}
        onInput={({ currentTarget }) => {
          view.query = currentTarget.value;
          draw();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
}

export function Bar({ page, isEmpty }: { page: Page; isEmpty: boolean }): JSX.Element {
  const { records, isLive } = page;
  const { faults, url } = records;
  return (
    <header class="bar">
      <h1 class="brand">
        <img src="/icon.svg" alt="" width={24} height={24} />
        <span>
          <span class="wide-only">TigerConnect </span>
          <b>sandbox</b>
        </span>
      </h1>
      <p class="live" role="status" data-state={isLive ? 'live' : 'lost'}>
        {isLive ? 'Live' : 'Connection lost, trying again'}
      </p>
      {!isEmpty && <Search page={page} />}
      <p class="api">
        <Unseen>Base URL of the API: </Unseen>
        <code>{url}</code>
        <Copy text={url} label="Copy the base URL of the API" />
      </p>
      <div class="buttons">
        <button type="button" id="open-faults" popovertarget="faults">
          <Icon name="bolt" /> Faults
          {faults.length > 0 && (
            <span class="badge armed">
              {faults.length}
              <Unseen> armed</Unseen>
            </span>
          )}
        </button>
        {!isEmpty && (
          <button type="button" popovertarget="clear" aria-label="Clear…">
            <Icon name="bin" /> <span class="fold">Clear…</span>
          </button>
        )}
        <button type="button" class="icon" popovertarget="help" aria-label="Signs and keys">
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}
