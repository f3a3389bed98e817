# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = No name
js-unknown = unknown
js-request-id = Request ID:
js-retry = Try again
js-delete-name = Delete { $name }
js-open-name = Open { $name } in the portal

js-total = Total: { $count }
js-range = { $from }–{ $to } of { $count }
js-range-open = { $from }–{ $to }
js-empty-title = No contacts here
js-empty-text = Your portal has no contacts that you may see.
js-nothing-title = Nothing found
js-nothing-text = No contact that you may see matches “{ $name }”.
js-nothing-clear = Clear the search

js-deleting = Deleting…
js-slow = The portal is taking its time. Please wait, the answer comes from there.
js-deleted-title = { $name } was deleted
js-deleted-text = If the recycle bin is switched on in your portal, you will find the contact there.
js-gone-title = { $name } is no longer there
js-gone-text = The contact has already been deleted, or you may no longer see it. Nothing else was changed.
js-uncertain-title = It is not certain whether { $name } was deleted
js-uncertain-text = The answer got lost on its way. Load the list again: if the contact is still there, it was not deleted.

js-network-title = No connection to the app
js-network-text = The app’s server could not be reached. Nothing was changed. Check your internet connection and try again.
js-answer-title = An answer that the app does not understand
js-answer-text = Something between you and the app’s server is in the way. Try again in a minute.

js-closing = This panel closes now.
js-close-yourself = You can close this panel now. Reload the portal’s page to see the current list.

js-install-finishing = Finishing in your portal…
js-install-done = Contact Eraser is installed.
js-install-done-hint = If this page does not change by itself, open Contact Eraser from the left menu of your portal.
js-install-blocked = The portal’s script could not be loaded, so the last step is missing.
js-install-blocked-hint = Allow scripts from Bitrix24 in your ad blocker or firewall, then try again. Everything before this step is stored.
js-install-silent = Your portal does not answer, so the last step is missing.
js-install-silent-hint = Reload the portal’s page and open the app again. Everything before this step is stored.
