# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Jobs
select-page = Select this page
contact-choose = Select
bar-label = Selected contacts
bar-clear = Clear
bar-delete = Delete…
filter-label = Conditions
filter-no-phone = No phone
filter-no-email = No e-mail
filter-no-deals = No deals
filter-no-company = No company
filter-more = Filter
filter-responsible = Responsible person
filter-source = Source (code)
filter-import = To undo an import: who created the contacts, and when
filter-author = Created by
filter-from = Created from
filter-from-time = Time of the beginning
filter-to = Created until
filter-to-time = Time of the end
filter-pick = Choose…
filter-apply = Apply
filter-reset = Reset
ids-open = List of IDs
ids-lead = Paste contact IDs, or choose a file: text, CSV, Excel (.xlsx, .xls), OpenDocument, or the export of your portal. In a table the IDs are in a column named ID. Nothing is deleted yet.
ids-label = Contact IDs
ids-file = Choose a file…
ids-change = Take another column
ids-columns = Column with the IDs of the contacts
ids-faults-file = Download these rows
bulk-lead = The contacts are removed from your CRM with your own rights. This is what hangs on them:
bulk-open-deals = With an open deal
bulk-open-deals-note = Work is still going on with them.
bulk-deals = With any deals
bulk-companies = With a company
bulk-activities = With activities
bulk-deals-note = The deals stay, but lose this client.
bulk-companies-note = The companies stay, but lose this contact.
bulk-activities-note = What belongs to nobody else goes with them.
bulk-inexact = The portal did not tell everything: there may be more.
bulk-include = Delete contacts with open deals too
bulk-bin = They go to your portal’s recycle bin, if the bin is switched on there. It keeps them for 30 days.
restore-lead = The contacts are created again in your CRM from the data kept before the deletion, with your own rights.
restore-comes = What comes back
restore-comes-fields = The fields of the contacts
restore-comes-phones = Phones and e-mails
restore-comes-links = Links to companies
restore-lost = What does not
restore-lost-ids = The old IDs: each contact gets a new one
restore-lost-activities = Activities, comments and history
restore-lost-files = Files and pictures
restore-bin = If your portal’s recycle bin is switched on, restoring there brings back more. The bin cannot be reached from this app.
job-pause = Pause
job-resume = Resume
job-cancel = Cancel the rest
job-report = Download the report
job-snapshot = Download the contacts
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
js-select-all = Select all that match: { $count }
js-select-all-open = Select all that match
js-selected = { $n ->
    [one] { $count } contact selected
   *[other] { $count } contacts selected
}
js-selected-all = { $n ->
    [one] The one contact that matches is selected
   *[other] All { $count } contacts that match are selected
}
js-selected-part = { $n ->
    [one] { $count } of { $number } contacts selected
   *[other] { $count } of { $number } contacts selected
}
js-selected-all-but = All contacts that match are selected, apart from { $count }
js-selected-all-open = All contacts that match are selected
js-nothing-filter = No contact that you may see meets these conditions.
js-nothing-clear-all = Clear search and filter
js-chip-responsible = Responsible: { $name }
js-chip-author = Created by: { $name }
js-chip-from = From { $time }
js-chip-to = Until { $time }
js-chip-source = Source: { $name }
js-chip-remove = Remove the condition “{ $name }”

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Delete { $count } contact?
   *[other] Delete { $count } contacts?
}
js-bulk-title-open = Delete all contacts that match?
js-bulk-looking = Looking at what hangs on them…
js-bulk-counting = Counted so far: { $count } of { $number }. There are at least so many.
js-bulk-collecting = { $n ->
    [one] Collecting: { $count } contact so far…
   *[other] Collecting: { $count } contacts so far…
}
js-bulk-failed = The contacts could not be collected
js-bulk-kept = { $n ->
    [one] { $count } contact is kept because of an open deal.
   *[other] { $count } contacts are kept because of open deals.
}
js-bulk-rest = { $n ->
    [one] { $count } contact is to be deleted.
   *[other] { $count } contacts are to be deleted.
}
js-bulk-other-total = Number in the list: { $number }. Found now: { $count }. The question is about the contacts that were found.
js-bulk-missing = { $n ->
    [one] { $count } ID is not in your portal, or you may not see it.
   *[other] { $count } IDs are not in your portal, or you may not see them.
}
js-bulk-unknown = { $n ->
    [one] You may not see the deals of { $count } contact.
   *[other] You may not see the deals of { $count } contacts.
}
js-bulk-snapshot = { $n ->
    [one] Their data are kept in this app for { $count } day, encrypted, so that you can download or restore them.
   *[other] Their data are kept in this app for { $count } days, encrypted, so that you can download or restore them.
}
js-bulk-no-snapshot = This app keeps no copy of them: without the recycle bin they cannot come back.
js-bulk-type = To confirm, type the number of contacts: { $count }
js-bulk-names = Who is to be deleted
js-bulk-first = { $n ->
    [one] Who is to be deleted: the first { $count }
   *[other] Who is to be deleted: the first { $count }
}
js-ids-title = Delete by a list of IDs
js-ids-next = Continue
js-ids-found = { $n ->
    [one] { $count } contact ID found.
   *[other] { $count } contact IDs found.
}
js-ids-repeated = { $n ->
    [one] { $count } repeated entry is left out.
   *[other] { $count } repeated entries are left out.
}
js-ids-malformed = { $n ->
    [one] { $count } row holds no contact ID:
   *[other] { $count } rows hold no contact ID:
}
js-ids-leave-out = { $n ->
    [one] Leave this { $count } row out and go on
   *[other] Leave these { $count } rows out and go on
}
js-ids-row = Row { $number }:
js-ids-first = These are the first { $count }.
js-ids-column = Column { $number }
js-ids-from-column = They are taken from the column “{ $name }”.
js-ids-reading = Reading the list…
js-ids-which = Which column holds the IDs of the contacts? Choose it.
js-ids-none = No IDs are taken: most rows hold none. Check the list.
js-ids-too-many = { $n ->
    [one] At most { $count } contact can be deleted at once. Divide the list.
   *[other] At most { $count } contacts can be deleted at once. Divide the list.
}
js-ids-file-large = This file is too large: at most 60 MB are read.
js-ids-unreadable = This file cannot be read.
js-restore-title = { $n ->
    [one] Restore { $count } contact?
   *[other] Restore { $count } contacts?
}
js-restore = Restore

# What the script prints about the jobs.
js-jobs-empty-title = No jobs yet
js-jobs-empty-text = When you delete several contacts, you see here how far it is and what became of each.
js-job-title = { $n ->
    [one] Deletion of { $count } contact
   *[other] Deletion of { $count } contacts
}
js-job-title-restore = { $n ->
    [one] Restoration of { $count } contact
   *[other] Restoration of { $count } contacts
}
js-job-title-open = Deletion of all that match
js-job-number = No. { $number }
js-job-progress = { $count } of { $number }
js-job-rate = { $number } per second
js-job-rate-slow = { $time } per contact
js-job-eta = about { $time } left
js-job-queued = Waits for its turn.
js-job-verifying = All is done. The portal is being asked whether they are really gone.
js-job-resumes = It goes on at { $time }.
js-job-verified = { $n ->
    [one] Looked up afterwards: { $count } contact is gone from the portal.
   *[other] Looked up afterwards: { $count } contacts are gone from the portal.
}
js-job-kept-until = The deleted contacts’ data are kept until { $time }.
js-job-items = Show each contact
js-job-items-hide = Hide the contacts
js-job-items-loading = Loading…
js-job-items-none = No contacts with this outcome.
js-state-collecting = Collecting
js-state-draft = Not confirmed
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
js-outcome-gone = were not there
js-outcome-protected = kept
js-outcome-denied = not permitted
js-outcome-failed = failed
js-outcome-cancelled = cancelled
js-outcome-pending = still to do
js-reason-operation-limit = The portal’s limit of running time is reached.
js-reason-answer-lost = An answer of the portal was lost, and it may still be working on the call. The job goes on as soon as that is ruled out.
js-reason-portal-busy = The portal takes no more calls just now.
js-reason-portal-unavailable = The portal cannot be reached. It is tried again.
js-reason-not-the-api = The portal answers with something else than its API. It is tried again.
js-reason-answer-too-long = The portal’s answer is longer than this app reads. It is tried again.
js-reason-portal-unauthorized = The portal has ended your authorization. Open the app again in the portal, then resume.
js-reason-payment-required = The portal’s subscription has ended. Once it is renewed, resume.
js-reason-plan-restricted = The portal’s plan does not allow apps to work with contacts.
js-reason-scope-missing = The app lacks a permission in the portal. An administrator can install it again.
js-reason-app-access-denied = The portal does not let you use this app. Ask an administrator.
js-reason-access-denied = The portal does not let you see contacts. Ask an administrator.
js-reason-not-permitted = The app’s settings do not let you delete contacts. Ask an administrator.
js-reason-day-limit = You have reached what the app’s settings let you delete in 24 hours. Resume later, or ask an administrator.
js-reason-portal-deleted = The portal does not exist any more.
js-reason-many-denied = The portal refused many contacts in a row: your rights do not suffice for them. Resume only if that has changed.
js-reason-not-deleting = The portal says that it deletes, but the contacts are still there. Nothing more is sent.
js-reason-by-user = Somebody paused it.
js-reason-cancelling = It is being cancelled; what is on its way is still waited for.
js-reason-too-many = There are more contacts than one job may have. Narrow the conditions.
js-reason-total-changed = Meanwhile another number of contacts matches. Look at the list again.
js-reason-filter-ignored = The portal lists contacts that do not match the conditions. Nothing was deleted by them. An extension or an old version of the portal may be the cause; ask its administrator.
js-reason-draft-expired = Nobody confirmed it in time. Nothing was deleted.
js-reason-draft-replaced = Newer drafts have replaced it. Nothing was deleted.
js-reason-left-alone = It rested for too long and nobody resumed it. Nothing more is sent.
js-reason-portal-silent = The portal has given no usable answer for 24 hours. Resume once it works again; what is done stays done.
js-reason-nothing-to-do = There is nothing to do: no contact matches.
js-reason-internal = Something went wrong in this app. Support can find it by the job’s number.
js-code-open-deals = It has an open deal.
js-code-deals-unknown = Whether it has open deals could not be found out.
js-code-no-snapshot = Its data could not be kept, so it was not deleted.
js-code-refused = The portal refused it.
js-code-still-there = The portal said it was deleted, but it is still there.
js-code-no-clear-answer = The portal gave no clear answer.
js-code-not-deleted = It was not deleted: it is still there under its old number.
js-code-snapshot-gone = The data kept of it are gone.
js-code-create-denied = The portal does not let you create contacts.
js-code-job-failed = The job ended before its time.
bulk-no-copy = Keep no copy (for erasure requests): nothing can be restored.
job-record = Erasure record
record-lead = A record for your files: who deleted which contacts and when, whether they are gone, and what remains. It names contacts by their number only.
record-reference-label = Number of the request
record-reference-note = As you file it: a number, not a name or an address.
record-format = File
record-format-html = Page to print (HTML)
record-format-json = Data (JSON)
record-destroy = Destroy the kept copies now. Nothing can be restored then.
js-record-title = Record the erasure
js-record-action = Save the record
js-record-saved = The record is saved
js-record-saved-text = It is among your downloads.
js-job-request = request { $name }
js-reason-not-administrator = Its owner does not administer the portal any more. Save it again to take it over.
filter-save = Save this filter…
js-filter-title = Save this filter
js-filter-action = Save the filter
js-filter-saved = The filter is saved
js-filter-saved-text = You find it in the settings.
filter-lead = The conditions of the list are saved under a name. Search and dates go with them.
filter-name = Name
filter-older = Created so many days ago or earlier
filter-older-note = Empty: of any age.
filter-every = Prepare a draft
filter-never = never
filter-daily = every day
filter-weekly = every week
filter-monthly = every month
filter-day = Day (week: 1 to 7 from Monday; month: 1 to 28)
filter-hour = Hour (UTC, 0 to 23)
job-review = Review and confirm…
js-job-prepared = Prepared by a saved filter. Nothing is deleted until somebody confirms; what matches is looked up anew then. Until { $time }.
