# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Conditions
filter-no-phone = No phone
filter-no-email = No e-mail
filter-no-open-deals = No open deals
filter-no-deals = No deals
filter-no-company = No company
filter-clear = Clear all
filter-save = Save as view…
filter-more = Filter
filter-presets = Presets
preset-today = Created today
preset-older-1 = Created over 1 year ago
preset-older-2 = Created over 2 years ago
preset-older-3 = Created over 3 years ago
preset-idle = No activity for 12 months
preset-unreachable = No phone and no e-mail
preset-no-open-deals = Without open deals
filter-responsible = Responsible
filter-author = Created by
filter-person-hint = Enter a name
filter-pick = Choose in the portal…
filter-source = Source
filter-source-any = Any source
filter-created = Created
filter-any-time = Any time
filter-today = Today
filter-week = Last 7 days
filter-month = Last 30 days
filter-older-1 = More than 1 year ago
filter-older-2 = More than 2 years ago
filter-older-3 = More than 3 years ago
filter-older-days = More than … days ago
filter-dates = Choose dates…
filter-days = Created more than (days ago)
filter-from = From
filter-from-time = Start time
filter-to = To
filter-to-time = End time
filter-idle = Last activity
filter-idle-any = Any time
filter-idle-3 = None for 3 months
filter-idle-6 = None for 6 months
filter-idle-12 = None for 12 months
filter-idle-24 = None for 24 months
filter-idle-date = None since a date…
filter-idle-note = Contacts whose last activity isn’t known are left out.
filter-idle-since = No activity since
views-own = My views
views-shared = Shared views
views-save = Save the current filter as a view…
views-title = Shared views and schedules
views-settings-note = Everyone finds shared views beside the search field under “Contacts”. Schedule a view to prepare a deletion: nothing is deleted until someone reviews the draft under “Jobs”. It’s prepared with the permissions of the person who saved the view last.
view-use = Show contacts
view-change = Change
view-delete = Delete
view-lead = Conditions:
view-name = Name
view-replace = Replace its conditions with the current filter
view-share = Share with everyone in the portal
view-every = Prepare a draft
view-never = Never
view-daily = Every day
view-weekly = Every week
view-monthly = Every month
view-weekday = Day of the week
view-monthday = Day of the month
view-time = Time
view-zone = Time zone
view-draft = A draft deletes nothing until someone reviews it under “Jobs”.
view-delete-lead = The contacts stay. Only the saved conditions are deleted.
view-delete-shared = It disappears for everyone in the portal.
view-delete-calendar = No more drafts are prepared. Those already prepared stay under “Jobs”.

# What the script prints about conditions.
js-chip-search = Search: { $name }
js-chip-responsible = Responsible: { $name }
js-chip-author = Created by: { $name }
js-chip-source = Source: { $name }
js-chip-from = Created from: { $time }
js-chip-to = Created until: { $time }
js-chip-today = Created today
js-chip-within-days = { $n ->
    [one] Created in the last day
   *[other] Created in the last { $count } days
}
js-chip-within-months = { $n ->
    [one] Created in the last month
   *[other] Created in the last { $count } months
}
js-chip-within-years = { $n ->
    [one] Created in the last year
   *[other] Created in the last { $count } years
}
js-chip-older-days = { $n ->
    [one] Created over { $count } day ago
   *[other] Created over { $count } days ago
}
js-chip-older-months = { $n ->
    [one] Created over { $count } month ago
   *[other] Created over { $count } months ago
}
js-chip-older-years = { $n ->
    [one] Created over { $count } year ago
   *[other] Created over { $count } years ago
}
js-chip-idle-days = { $n ->
    [one] No activity for { $count } day
   *[other] No activity for { $count } days
}
js-chip-idle-months = { $n ->
    [one] No activity for { $count } month
   *[other] No activity for { $count } months
}
js-chip-idle-years = { $n ->
    [one] No activity for { $count } year
   *[other] No activity for { $count } years
}
js-chip-idle-since = No activity since: { $time }
js-chip-remove = Remove “{ $name }”
js-source-gone = { $name } (no longer in your portal)
js-sources-failed = The list of sources couldn’t be read: { $name }. A source that’s already chosen still works.
js-person-gone = Not found in the portal (ID { $number })
js-person-unnamed = User { $number }
js-person-you = You
js-person-left = No longer active
js-person-none = Nobody has this name.
js-person-failed = People couldn’t be searched: { $name }

# What the script prints about views.
js-views = Views
js-views-loading = Loading views…
js-views-none = No views yet. Set a filter, then save it here.
js-view-title = Save as view
js-view-change-title = Change view
js-view-action = Save view
js-view-saved = View “{ $name }” saved
js-view-saved-text = You’ll find it under “Views”.
js-view-next = Next draft: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Delete the view “{ $name }”?
js-view-delete-action = Delete view
js-view-deleted = View “{ $name }” deleted
js-view-change = Change “{ $name }”
js-view-delete = Delete “{ $name }”
js-filters-none = No shared views yet. Save a filter under “Contacts” and share it.
js-filter-never = No schedule
js-filter-open = A draft is waiting for review. Next one: { $time }
js-filter-paused = Paused: { $name }
