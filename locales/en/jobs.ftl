# Jobs: why they are refused, and what became of a contact.
problem-too-many-contacts-title = More contacts than the settings allow at once
problem-too-many-contacts-detail = The app’s settings limit how many contacts one job may delete. Nothing was deleted. Choose fewer, or ask an administrator of your portal.
problem-day-limit-title = More than you may delete in a day
problem-day-limit-detail = The app’s settings limit how many contacts one person may delete within 24 hours. Nothing was deleted. What your unfinished jobs still may delete counts too. Choose fewer, wait, or ask an administrator of your portal.
problem-bad-set-title = This selection cannot be deleted
problem-bad-set-detail = It holds no contacts, more than 100,000, or no condition at all, which would mean everybody. Nothing was deleted. Choose contacts or set a filter.
item-open-deals = It has an open deal.
item-deals-unknown = Whether it has open deals could not be found out.
item-no-snapshot = Its data could not be kept, so it was not deleted.
item-refused = The portal refused it.
item-still-there = The portal said it was deleted, but it is still there.
item-no-clear-answer = The portal gave no clear answer.
item-snapshot-gone = The data kept of it are gone.
item-create-denied = The portal does not let you create contacts.
item-job-failed = The job ended before its time.
