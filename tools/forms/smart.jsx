// A page that shows a questionnaire with the Smart Forms renderer.
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BaseRenderer, buildForm, getResponse, removeEmptyAnswersFromResponse, RendererThemeProvider } from "@aehrc/smart-forms-renderer";

let set;
function Form() {
  const [shown, show] = useState(0);
  useEffect(() => void (set = show), []);
  return shown ? <BaseRenderer key={shown} /> : null;
}
createRoot(document.getElementById("form")).render(
  <QueryClientProvider client={new QueryClient()}>
    <RendererThemeProvider>
      <Form />
    </RendererThemeProvider>
  </QueryClientProvider>,
);

let n = 0;
let form;
// show renders a questionnaire, with the answers that were given before.
window.show = async (questionnaire, response) => {
  form = questionnaire;
  await buildForm({ questionnaire, questionnaireResponse: response, terminologyServerUrl: location.origin + "/none" });
  set(++n);
};
window.answers = () => removeEmptyAnswersFromResponse(form, getResponse());
