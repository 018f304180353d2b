'use strict';

/* What an operator can do here: switch, and have the configuration read again. */

const SWITCH_TEXT = {
  off: ['Switch mirroring off?',
    'The application goes on as before. Nothing more is mirrored until it is switched on again; open transactions on the targets are'
      + ' rolled back, and complete ones in the queue still run.', 'Switch off'],
  on: ['Switch mirroring on?',
    'The application’s statements are mirrored again, by the rules in force. What ran meanwhile is not made up for.', 'Switch on'],
};

/** Asks before it switches; Escape and Cancel leave everything as it is. */
function confirmSwitch(on, act) {
  const [title, text, button] = SWITCH_TEXT[on ? 'on' : 'off'];
  const dialog = h('dialog', {class: 'confirm', id: 'confirm', 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text'},
    h('h2', {id: 'confirm-title'}, title),
    h('p', {id: 'confirm-text'}, text),
    h('p', {class: 'buttons'},
      h('button', {type: 'button', id: 'cancel', autofocus: true, onclick: () => dialog.close()}, 'Cancel'),
      h('button', {type: 'button', id: 'confirmed', class: on ? 'strong' : 'strong grave', onclick: () => {
        dialog.close();
        act();
      }}, button)));
  dialog.addEventListener('close', () => {
    dialog.remove();
    const toggle = document.getElementById('toggle');
    if (toggle) {
      toggle.focus();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}

function configuration(config, busy, reload) {
  const last = config.last_reload;
  return [
    h('dl', {class: 'others'},
      h('dt', {}, 'file'), h('dd', {class: 'mono'}, String(config.file)),
      h('dt', {}, 'in force since'), h('dd', {}, instant(config.since)),
      h('dt', {}, 'reloads'), h('dd', {}, count(config.reloads) + ' taken over, ' + count(config.refused) + ' refused')),
    isObject(last) && h('div', {class: 'reasons'},
      h('h3', {}, 'Last reload, ' + instant(last.at)),
      last.ok
        ? (list(last.changes).length > 0 ? h('ul', {class: 'lines'}, list(last.changes).map((each) => h('li', {}, String(each))))
          : h('p', {class: 'note'}, 'Nothing had changed.'))
        : [h('p', {class: 'refused'}, 'Refused: the configuration of before stays in force.'),
          h('ul', {class: 'lines mono'}, list(last.errors).map((each) => h('li', {}, String(each))))]),
    h('p', {class: 'buttons'}, h('button', {type: 'button', id: 'reload', disabled: busy, onclick: reload}, 'Read it again')),
  ];
}

function tokenForm(message, enter) {
  const input = h('input', {type: 'password', id: 'token', autocomplete: 'off', spellcheck: 'false', autofocus: true, required: true});
  return h('form', {class: 'token', onsubmit: (event) => {
    event.preventDefault();
    enter(input.value.trim());
  }},
  h('h2', {}, 'This page needs the token'),
  h('p', {class: 'note'}, 'It is http.token of the configuration. It is kept until this tab is closed, and nowhere else.'),
  h('p', {class: 'buttons'}, h('label', {for: 'token'}, 'Token'), input, h('button', {type: 'submit', id: 'enter', class: 'strong'}, 'Show')),
  h('p', {class: 'refused', role: 'alert'}, message));
}
