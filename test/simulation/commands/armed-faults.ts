/** Faults that strike when a command says so, once each, where they can. */
import { type Fault, Faults } from '../faults.js';

export class ArmedFaults extends Faults {
  readonly #armed: Fault[] = [];
  /** Whether something was done that may make a call fail. */
  isDisturbed = false;

  override get calm(): boolean {
    return !this.isDisturbed;
  }

  arm(fault: Fault, times = 1): void {
    for (let count = 0; count < times; count++) this.#armed.push(fault);
    this.isDisturbed = true;
  }

  override has(fault: Fault): boolean {
    return this.#armed.includes(fault);
  }

  override strikes(fault: Fault): boolean {
    const place = this.#armed.indexOf(fault);
    if (place >= 0) this.#armed.splice(place, 1);
    return place >= 0;
  }

  override end(): void {
    this.#armed.length = 0;
  }
}
