# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser keeps an encrypted copy for { $count } day, so you can restore it.
   *[other] Contact Eraser keeps an encrypted copy for { $count } days, so you can restore it.
}
widget-app-title = Delete many contacts
settings-widget-toolbar = Above the contact list
install-step-widget-toolbar = Button above the contact list
no-copy = Don’t keep a copy (GDPR erasure)
no-copy-note = No copy is kept. Unless the recycle bin is on, this can’t be undone.
one-protected = The app’s settings keep contacts with open deals. Close the deal first, or ask an administrator.
restore-lost-dates = Created becomes today, and Created by becomes you
placement-question = Delete this contact?
placement-close = Close panel
js-one-open = { $n ->
    [one] { $count } open deal. It’s still being worked on.
   *[other] { $count } open deals. They’re still being worked on.
}
js-one-open-unknown = You don’t have access to this contact’s deals. One of them may be open.
js-delete-anyway = Delete anyway
js-delete-for-good = Delete for good
js-undo = Undo
js-undone-title = { $name } was restored
js-undone-text = It has a new ID, and Created and Created by are now today and you. Links to deals, activities and files didn’t come back.
js-undone-open = Open contact
js-undo-slow-title = { $name } is being restored
js-undo-slow-text = It takes longer than usual. You’ll see the result under “Jobs”.
js-undo-failed-title = { $name } couldn’t be restored
js-undo-failed-text = The encrypted copy is still there. Try again under “Jobs”.
js-deleted-kept-open = You can restore it as long as its copy is kept.
js-deleted-kept = { $n ->
    [one] You can restore it for { $count } day.
   *[other] You can restore it for { $count } days.
}
js-bulk-title-most = { $n ->
    [one] Delete up to { $count } contact?
   *[other] Delete up to { $count } contacts?
}
js-bulk-delete = { $n ->
    [one] Delete { $count } contact
   *[other] Delete { $count } contacts
}
js-bulk-for-good = { $n ->
    [one] Delete { $count } contact for good
   *[other] Delete { $count } contacts for good
}
js-kept-open = kept: open deal
js-kept-unknown = kept: no access to deals
js-cancel-yourself = Nothing was changed. You can close this panel.
