// Signs in, or opens an account where a name is given, accepts the invitation of the mail's link, and
// signs out again. The token stands behind the # of the address; it is taken out of the history, too.
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
    outcome.textContent = await join(Object.fromEntries(new FormData(form)));
  } catch {
    outcome.textContent = 'The server cannot be reached. Try again.';
  }
  button.disabled = false;
});

async function join({ email, password, code, name }) {
  const entered = name
    ? await post('/auth/register', { email, password, name })
    : await post('/auth/login', code ? { email, password, code } : { email, password });
  if (entered.status === 202) {
    return 'Open your account with the mail that we send you, then come back by the link of the invitation.';
  }
  if (!entered.ok) {
    return explain(await entered.json());
  }
  const { accessToken } = await entered.json();
  const accepted = await post('/invitations/accept', { token }, accessToken);
  const text = accepted.ok ? `You are in the team ${(await accepted.json()).name} now.` : explain(await accepted.json());
  form.hidden = accepted.ok;
  await post('/auth/logout', undefined, accessToken);
  return text;
}

function post(path, body, accessToken) {
  return fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
    },
    body: body && JSON.stringify(body),
  });
}

function explain(problem) {
  const names = { '/token': 'The link', '/password': 'The password', '/code': 'The code', '/email': 'The address' };
  return problem.errors
    ? problem.errors.map((error) => `${names[error.pointer] ?? error.pointer} ${error.detail}.`).join(' ')
    : problem.detail;
}
