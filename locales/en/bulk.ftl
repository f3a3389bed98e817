# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Jobs
select-page = Select all on this page
contact-choose = Select
bar-label = Selected contacts
bar-clear = Clear
bar-delete = Delete…
filter-reset = Reset
ids-open = List of IDs
ids-lead = Paste contact IDs, or choose a file: text, CSV, Excel (.xlsx, .xls), OpenDocument, or the export of your portal. In a table the IDs are in a column named ID. Nothing is deleted yet.
ids-label = Contact IDs
ids-file = Choose a file…
ids-change = Take another column
ids-columns = Column with the IDs of the contacts
ids-faults-file = Download these rows
bulk-lead = They will be removed from your CRM with your permissions. Of all contacts found:
bulk-open-deals = With open deals
bulk-open-deals-note = These deals are still being worked on.
bulk-deals = With deals
bulk-companies = With a company
bulk-activities = With activities
bulk-deals-note = The deals stay, but lose these clients.
bulk-companies-note = The companies stay, but lose these contacts.
bulk-activities-note = Activities of these contacts alone are deleted too.
bulk-inexact = These counts may be incomplete.
bulk-include = Also delete contacts with open deals
bulk-bin = If the recycle bin is on in your portal, you’ll find them there for 30 days.
restore-lead = The contacts are created again in your CRM from the encrypted copies, with your permissions.
restore-comes = What comes back
restore-comes-fields = The fields of the contacts
restore-comes-phones = Phones and e-mails
restore-comes-links = Links to companies
restore-lost = What changes or stays behind
restore-lost-ids = ID: each contact gets a new one
restore-lost-deals = Links to deals
restore-lost-activities = Activities, comments and history
restore-lost-files = Files and pictures
restore-bin = If the recycle bin is on, restore there: it also brings back activities and history.
job-pause = Pause
job-resume = Resume
job-report = Download report (CSV)
job-report-xlsx = Download report (XLSX)
job-snapshot = Download deleted contacts (CSV)
job-restore = Restore…
job-items-filter = Show
job-items-all = All contacts
job-items-more = Show more
job-item-id = Contact ID
job-item-outcome = Outcome
job-item-why = Why
job-item-says = The portal says:

# What the script prints about the list and the choosing.
js-confirm-title = Delete this contact?
js-confirm-delete = Delete
js-select-name = Select { $name }
js-select-all = Select all { $count }
js-select-all-open = Select all matching contacts
js-selected = { $n ->
    [one] { $count } contact selected
   *[other] { $count } contacts selected
}
js-selected-all = { $n ->
    [one] The one matching contact is selected
   *[other] All { $count } matching contacts selected
}
js-selected-part = { $n ->
    [one] { $count } of { $number } contacts selected
   *[other] { $count } of { $number } contacts selected
}
js-selected-all-but = All matching contacts selected, except { $count }
js-selected-all-open = All matching contacts selected
js-nothing-filter = None of the contacts you have access to matches these filters.
js-nothing-clear-all = Clear search and filter

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Delete { $count } contact?
   *[other] Delete { $count } contacts?
}
js-bulk-title-none = Nothing to delete
js-bulk-title-open = Delete all matching contacts?
js-bulk-looking = Checking linked deals, companies and activities…
js-bulk-counting = Counted so far: { $count } of { $number }. There are at least this many.
js-bulk-collecting = { $n ->
    [one] Collecting: { $count } contact so far…
   *[other] Collecting: { $count } contacts so far…
}
js-bulk-failed = The contacts couldn’t be collected
js-bulk-kept = { $n ->
    [one] { $count } contact with open deals will be kept.
   *[other] { $count } contacts with open deals will be kept.
}
js-bulk-other-total = The list showed { $number }; { $count } were found now. The question is about those.
js-bulk-missing = { $n ->
    [one] { $count } ID wasn’t found, or you don’t have access to it. It will be skipped.
   *[other] { $count } IDs weren’t found, or you don’t have access to them. They will be skipped.
}
js-bulk-unknown = { $n ->
    [one] You don’t have access to the deals of { $count } contact.
   *[other] You don’t have access to the deals of { $count } contacts.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser keeps an encrypted copy for { $count } day, so you can restore them.
   *[other] Contact Eraser keeps an encrypted copy for { $count } days, so you can restore them.
}
js-bulk-type = Type { $count } to confirm
js-bulk-names = Preview
js-bulk-first = { $n ->
    [one] Preview: first { $count } of { $number } found
   *[other] Preview: first { $count } of { $number } found
}
js-ids-title = Delete by a list of IDs
js-ids-next = Continue
js-ids-found = { $n ->
    [one] { $count } contact ID recognized.
   *[other] { $count } contact IDs recognized.
}
js-ids-repeated = { $n ->
    [one] { $count } repeated entry is left out.
   *[other] { $count } repeated entries are left out.
}
js-ids-malformed = { $n ->
    [one] { $count } row has no contact ID:
   *[other] { $count } rows have no contact ID:
}
js-ids-leave-out = { $n ->
    [one] Leave this row out
   *[other] Leave these { $count } rows out
}
js-ids-row = Row { $number }:
js-ids-first = These are the first { $count }.
js-ids-column = Column { $number }
js-ids-from-column = They are taken from the column “{ $name }”.
js-ids-reading = Reading the list…
js-ids-which = Which column has the contact IDs? Choose it.
js-ids-none = No IDs are taken: most rows have none. Check the list.
js-ids-too-many = { $n ->
    [one] At most { $count } contact can be deleted at once. Divide the list.
   *[other] At most { $count } contacts can be deleted at once. Divide the list.
}
js-ids-file-large = This file is too large: at most 60 MB are read.
js-ids-unreadable = This file can’t be read.
js-restore-title = { $n ->
    [one] Restore { $count } contact?
   *[other] Restore { $count } contacts?
}
js-restore = Restore

# What the script prints about the jobs.
js-jobs-empty-title = No jobs yet
js-jobs-empty-text = Bulk deletions and restores appear here, with progress and the result for every contact.
js-job-title = { $n ->
    [one] Delete { $count } contact
   *[other] Delete { $count } contacts
}
js-job-title-restore = { $n ->
    [one] Restore { $count } contact
   *[other] Restore { $count } contacts
}
js-job-title-open = Delete all matching contacts
js-job-number = No. { $number }
js-job-progress = { $count } of { $number }
js-job-rate = { $number } per second
js-job-rate-slow = { $time } per contact
js-job-eta = about { $time } left
js-job-queued = Waiting for its turn
js-job-verifying = Verifying that the contacts are gone…
js-job-resumes = Continues: { $time }
js-job-verified = { $n ->
    [one] Verified: { $count } contact is gone from your portal.
   *[other] Verified: { $count } contacts are gone from your portal.
}
js-job-kept-until = Can be restored until { $time }
js-job-items = View contacts
js-job-items-hide = Hide contacts
js-job-items-loading = Loading…
js-job-items-none = No contacts with this outcome.
js-state-collecting = Collecting
js-state-draft = Needs your review
js-state-queued = Queued
js-state-running = Deleting
js-state-restoring = Restoring
js-state-paused = Paused
js-state-waiting = Waiting for the portal
js-state-verifying = Checking
js-state-done = Done
js-state-cancelled = Cancelled
js-state-failed = Failed
js-outcome-deleted = deleted
js-outcome-restored = restored
js-outcome-gone = already gone
js-outcome-protected = kept
js-outcome-denied = no permission
js-outcome-failed = failed
js-outcome-cancelled = cancelled
js-outcome-pending = remaining
js-reason-operation-limit = The portal’s time limit for this method is used up.
js-reason-answer-lost = An answer from the portal got lost, and the portal may still be working on it. The job continues once that’s ruled out.
js-reason-portal-busy = The portal isn’t taking more requests right now.
js-reason-portal-unavailable = Can’t reach the portal. Trying again.
js-reason-not-the-api = The answer didn’t come from the portal’s API. Trying again.
js-reason-answer-too-long = The portal’s answer is too long to read. Trying again.
js-reason-portal-unauthorized = The portal ended your sign-in. Open the app in the portal again, then resume.
js-reason-payment-required = The portal’s subscription has ended. Renew it, then resume.
js-reason-plan-restricted = The portal’s plan doesn’t let apps work with contacts.
js-reason-scope-missing = The app is missing a permission in the portal. Ask an administrator to install it again.
js-reason-app-access-denied = You don’t have access to this app. Ask an administrator.
js-reason-access-denied = You don’t have access to contacts. Ask an administrator.
js-reason-not-permitted = The app’s settings don’t let you delete contacts. Ask an administrator.
js-reason-day-limit = You’ve reached your limit for 24 hours. Resume later, or ask an administrator.
js-reason-portal-deleted = This portal no longer exists.
js-reason-many-denied = The portal refused many contacts in a row: you don’t have permission to delete them. Resume only if that has changed.
js-reason-not-deleting = The portal confirms deletions, but the contacts are still there. Nothing more is sent.
js-reason-by-user = Paused.
js-reason-cancelling = Stopping. Waiting for requests already sent.
js-reason-too-many = There are more contacts than one job can have. Narrow the conditions.
js-reason-total-changed = The number of matching contacts has changed. Check the list again.
js-reason-filter-ignored = The portal listed contacts that don’t match your conditions, so none were deleted. An extension or an old portal version may be the cause. Ask its administrator.
js-reason-draft-expired = Nobody confirmed it in time. Nothing was deleted.
js-reason-draft-replaced = Replaced by newer drafts. Nothing was deleted.
js-reason-left-alone = It was paused for too long, so it was ended. Nothing more is sent.
js-reason-portal-silent = The portal hasn’t given a usable answer for 24 hours. Resume when it works again. What’s done stays done.
js-reason-nothing-to-do = No contacts match.
js-reason-internal = Something went wrong in this app. Support can find it by the job’s number.
js-code-open-deals = Has an open deal.
js-code-deals-unknown = Couldn’t check for open deals.
js-code-no-snapshot = Couldn’t save a copy, so it wasn’t deleted.
js-code-refused = The portal refused it.
js-code-still-there = The portal said it was deleted, but it’s still there.
js-code-no-clear-answer = The portal gave no clear answer.
js-code-not-deleted = Wasn’t deleted: it’s still there under its old ID.
js-code-snapshot-gone = Its copy is gone.
js-code-create-denied = You don’t have permission to create contacts.
js-code-job-failed = The job ended early.
job-record = Erasure record…
record-lead = A record for your files: who deleted which contacts and when, whether they’re gone, and what remains. Contacts appear by ID only.
record-reference-label = Request number
record-reference-note = Your own reference, e.g. GDPR-2026/17. No personal data.
record-format = File
record-format-html = Page to print (HTML)
record-format-json = Data (JSON)
record-destroy = Destroy the copies now. You won’t be able to restore anything.
js-record-title = Record the erasure
js-record-action = Save the record
js-record-saved = The record is saved
js-record-saved-text = You’ll find it in your downloads.
js-job-request = request { $name }
js-reason-not-administrator = The person who saved it last is no longer an administrator. Save the view to take it over.
job-review = Review and confirm…
js-job-prepared = Prepared by a scheduled view. Nothing is deleted until you review and confirm. Expires: { $time }
