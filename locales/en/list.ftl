# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Source
contact-deals = Deals
contact-activities = Activities
contact-activity = Last activity
contact-changed = Changed
list-display = Display
list-columns = Columns
list-compact = Compact rows
list-usual = Restore defaults
list-sort = Sort by
list-newest = newest first
list-oldest = oldest first
list-rising = ascending
list-falling = descending
list-size = Rows per page
list-show = Show
list-chosen = Selected, but not in view
list-close = Close
list-keys = Keyboard shortcuts
list-keys-search = Search
list-keys-move = Move between rows
list-keys-select = Select or unselect the row
list-keys-range = Select everything in between
list-keys-delete = Delete the selected contacts
list-keys-details = Show details
list-keys-help = Show keyboard shortcuts
list-key-delete = Del
list-key-enter = Enter
list-key-shift = Shift

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } not in view
   *[other] { $count } not in view
}
js-list-replaced = { $n ->
    [one] Your earlier selection of { $count } contact was replaced
   *[other] Your earlier selection of { $count } contacts was replaced
}
js-list-replaced-text = All matching contacts are selected now. Contacts from before that don’t match are no longer selected.
js-list-replaced-undo = Restore my selection
js-list-bound = Selected with: { $name }
js-list-bound-everybody = Selected from the whole list
js-list-unknown = You’ve selected all contacts of another list. Show that list to change the selection.
js-list-more = { $n ->
    [one] and { $count } more
   *[other] and { $count } more
}
js-list-unsorted = Your portal can’t sort by this column. The contacts are in the portal’s own order.
js-list-cut = Only the first { $count } can be shown in this order. Narrow the search, or sort by ID to see all.
js-list-peek-name = Details of { $name }
js-list-untold = Your portal doesn’t say, or you don’t have access.
js-list-company-number = Company #{ $number }
js-list-person-number = Employee #{ $number }
