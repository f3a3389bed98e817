# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Today, { $time }
js-jobs-choose = Choose contacts
js-jobs-badge = { $n ->
    [one] job is running or waiting for you
   *[other] jobs are running or waiting for you
}
js-job-deleted-all = { $n ->
    [one] { $count } contact deleted
   *[other] { $count } contacts deleted
}
js-job-deleted-some = { $n ->
    [one] { $count } of { $number } contact deleted
   *[other] { $count } of { $number } contacts deleted
}
js-job-restored-all = { $n ->
    [one] { $count } contact restored
   *[other] { $count } contacts restored
}
js-job-restored-some = { $n ->
    [one] { $count } of { $number } contact restored
   *[other] { $count } of { $number } contacts restored
}
js-job-restored = { $n ->
    [one] { $count } restored
   *[other] { $count } restored
}
js-job-restoring = Being restored
js-job-source = restores job { $number }
js-job-paused-by-you = Paused by you. { $time }
js-job-paused-by = Paused by { $name }. { $time }
js-job-retry = { $n ->
    [one] Retry { $count } failed
   *[other] Retry { $count } failed
}
js-job-rest = { $n ->
    [one] Delete the remaining { $count }…
   *[other] Delete the remaining { $count }…
}
js-job-spared = { $n ->
    [one] Delete { $count } kept contact…
   *[other] Delete { $count } kept contacts…
}
js-job-stop = Stop deleting
js-job-stop-restoring = Stop restoring
js-job-discard = Discard draft
js-stop-title = Stop deleting?
js-stop-title-restore = Stop restoring?
js-stop-title-draft = Discard this draft?
js-stop-none = Nothing has been deleted yet.
js-stop-none-restored = Nothing has been restored yet.
js-stop-deleted = { $n ->
    [one] { $count } contact is already deleted and stays deleted. The others stay in your CRM.
   *[other] { $count } contacts are already deleted and stay deleted. The others stay in your CRM.
}
js-stop-restored = { $n ->
    [one] { $count } contact is already restored and stays in your CRM.
   *[other] { $count } contacts are already restored and stay in your CRM.
}
js-job-verifying-restore = Verifying that the contacts are back…
js-history-draft = Draft
js-history-of-contact = Contact { $number }
js-act-draft-closed = Draft closed, nothing deleted
js-act-finish-job-restore = Restore finished
js-act-cancel-job-restore = Restore stopped
js-action-connect = Connected in a browser tab
js-action-move-portal = Portal address changed
js-audit-connected = connected
js-audit-moved = new address saved
js-audit-internal = fault in the app
job-item-contact = Contact
job-more = More actions
history-job = Job number
history-what = What
overview-title = Last weeks
overview-chart = Contacts deleted, restored and kept in each week
overview-deleted = Deleted
overview-restored = Restored
overview-kept = Kept
overview-failed = Failed
overview-numbers = Show the numbers
overview-by-week = By week (weeks start on Monday, UTC)
overview-by-person = By person
overview-week = Week from
record-names = Name the people who deleted and recorded
record-app = Recorded with
notice-done = Contact Eraser: job { $number } is done. Deleted: { $count } of { $to }
notice-restore-done = Contact Eraser: job { $number } is done. Restored: { $count } of { $to }
notice-ended = Contact Eraser: job { $number } ended early. Deleted: { $count } of { $to }
notice-restore-ended = Contact Eraser: job { $number } ended early. Restored: { $count } of { $to }
notice-paused = Contact Eraser: job { $number } is waiting for you. Deleted so far: { $count } of { $to }
notice-restore-paused = Contact Eraser: job { $number } is waiting for you. Restored so far: { $count } of { $to }
notice-review = Contact Eraser: a scheduled view has prepared a draft for you. Contacts: { $to }. Nothing is deleted until you review and confirm it.
job-print = Print view (HTML)
report-title = Report: deletion, job { $number }
report-title-restore = Report: restore, job { $number }
js-item-open-deal = Open the deal
notice-open = Open the job
