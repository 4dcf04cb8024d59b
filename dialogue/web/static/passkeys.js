// A form data-passkey="create" or "get": its button asks the server for options (data-options), the browser for a
// passkey, and sends the answer with the form. Where the browser knows no passkeys, the form says so.
const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON && navigator.credentials;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[data-go]");
  const said = form.querySelector("[data-said]");
  if (!able) {
    said.textContent = form.dataset.unable;
    continue;
  }
  said.textContent = "";
  button.hidden = false;
  button.addEventListener("click", () => answer(form, button, said));
}

async function answer(form, button, said) {
  button.disabled = true;
  said.textContent = form.dataset.wait;
  try {
    const asked = await fetch(form.dataset.options, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrf_token.value },
      credentials: "same-origin",
    });
    if (!asked.ok) throw new Error(String(asked.status));
    const options = await asked.json();
    const made = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.credential.value = JSON.stringify(made.toJSON());
    form.submit();
  } catch {
    said.textContent = form.dataset.failed;
    button.disabled = false;
  }
}
