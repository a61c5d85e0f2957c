// Starting a recipe.

import {$, h, post} from './dom.js';

function proposal(recipe) {
  const base = recipe.split('/').at(-1).replace(/\.ya?ml$/, '').replace(/[^A-Za-z0-9._-]/g, '-');
  const now = new Date();
  const two = (value) => String(value).padStart(2, '0');
  return `${base}-${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

export function begin({read_only: readOnly, recipes}) {
  if (readOnly || recipes.length === 0) return;
  const form = $('#start-form');
  const said = $('#start-said');
  $('#start').hidden = false;
  form.recipe.replaceChildren(...recipes.map((name) => h('option', {value: name}, name)));
  form.run.value = proposal(recipes[0]);
  form.recipe.addEventListener('change', () => {
    form.run.value = proposal(form.recipe.value);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    said.textContent = 'It is checked …';
    said.className = '';
    const overrides = form.overrides.value.split('\n').map((line) => line.trim()).filter(Boolean);
    try {
      await post('/api/start', {recipe: form.recipe.value, run: form.run.value, overrides});
      said.textContent = `${form.run.value} begins; it goes on when this page or the board ends.`;
      form.run.value = proposal(form.recipe.value);
    } catch (failure) {
      said.textContent = failure.message;
      said.className = 'problem';
    }
  });
}
