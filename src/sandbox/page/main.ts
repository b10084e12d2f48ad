document.body.textContent = 'Inbox';
