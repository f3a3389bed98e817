# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = No name
js-unknown = unknown
js-request-id = Request ID:
js-retry = Try again
js-delete-name = Delete { $name }

js-range = { $from }–{ $to } of { $count }
js-range-open = { $from }–{ $to }
js-empty-title = No contacts here
js-empty-text = Your portal has no contacts that you have access to.
js-nothing-title = Nothing found
js-nothing-text = None of the contacts you have access to matches “{ $name }”.
js-nothing-clear = Clear search

js-deleting = Deleting…
js-slow = Your portal is taking longer than usual. Please wait for its answer.
js-deleted-title = { $name } was deleted
js-deleted-text = If the recycle bin is on in your portal, you’ll find the contact there.
js-gone-title = { $name } is no longer there
js-gone-text = It has already been deleted, or you no longer have access to it. Nothing else was changed.
js-uncertain-title = We don’t know whether { $name } was deleted
js-uncertain-text = The answer was lost on its way. Reload the list: if the contact is still there, it wasn’t deleted.

js-network-title = No connection to the app
js-network-text = The app’s server didn’t answer. Check your internet connection. If you were deleting or saving, check whether it went through before you try again.
js-answer-title = The app got an answer it doesn’t understand
js-answer-text = Something between you and the app’s server, such as a proxy, may be in the way. Wait a minute. If you were deleting or saving, check whether it went through before you try again.

js-closing = This panel is closing.
js-close-yourself = You can close this panel now. Reload the portal’s page to see the current list.

js-install-finishing = Finishing in your portal…
js-install-done = Contact Eraser is installed.
js-install-done-hint = If this page doesn’t change by itself, open Contact Eraser from your portal’s left menu.
js-install-blocked = Your portal’s script couldn’t be loaded, so the last step is still missing.
js-install-blocked-hint = Allow scripts from Bitrix24 in your ad blocker or firewall, then try again. All earlier steps have been saved.
js-install-silent = Your portal isn’t answering, so the last step is still missing.
js-install-silent-hint = Reload the portal’s page and open the app again. All earlier steps have been saved.
