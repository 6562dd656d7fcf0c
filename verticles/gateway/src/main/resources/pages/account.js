// Sends the token of a mail's link, with what the form asks for, to the API. The token stands behind
// the # of the address, which browsers keep to themselves; it is taken out of the history, too.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
history.replaceState(null, '', location.pathname);

const form = document.querySelector('form');
const outcome = document.getElementById('outcome');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  outcome.textContent = '';
  try {
    const response = await fetch(form.dataset.action, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) }),
    });
    if (response.ok) {
      form.hidden = true;
      outcome.textContent = form.dataset.done;
    } else {
      outcome.textContent = explain(await response.json());
      button.disabled = false;
    }
  } catch {
    outcome.textContent = 'The server cannot be reached. Try again.';
    button.disabled = false;
  }
});

function explain(problem) {
  const names = { '/token': 'The link', '/password': 'The password' };
  return problem.errors
    ? problem.errors.map((error) => `${names[error.pointer] ?? error.pointer} ${error.detail}.`).join(' ')
    : problem.detail;
}
