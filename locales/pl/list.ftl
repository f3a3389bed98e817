# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Źródło
contact-deals = Deale
contact-activities = Aktywności
contact-activity = Ostatnia aktywność
contact-changed = Zmodyfikowano
list-display = Wyświetlanie
list-columns = Kolumny
list-compact = Zwarte wiersze
list-usual = Przywróć domyślne
list-sort = Sortuj według
list-newest = od najnowszych
list-oldest = od najstarszych
list-rising = rosnąco
list-falling = malejąco
list-size = Wierszy na stronie
list-show = Pokaż
list-chosen = Zaznaczone, ale niewidoczne
list-close = Zamknij
list-keys = Skróty klawiszowe
list-keys-search = Szukaj
list-keys-move = Przechodź między wierszami
list-keys-select = Zaznacz lub odznacz wiersz
list-keys-range = Zaznacz cały zakres
list-keys-delete = Usuń zaznaczone kontakty
list-keys-details = Pokaż szczegóły
list-keys-help = Pokaż skróty klawiszowe
list-key-delete = Delete
list-key-enter = Enter
list-key-shift = Shift

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } niewidoczny
    [few] { $count } niewidoczne
   *[other] { $count } niewidocznych
}
js-list-replaced = { $n ->
    [one] Poprzedni wybór został zastąpiony: { $count } kontakt
    [few] Poprzedni wybór został zastąpiony: { $count } kontakty
   *[other] Poprzedni wybór został zastąpiony: { $count } kontaktów
}
js-list-replaced-text = Zaznaczono teraz wszystkie pasujące kontakty. Wcześniejsze kontakty, które nie pasują, nie są już zaznaczone.
js-list-replaced-undo = Przywróć mój wybór
js-list-bound = Zaznaczono przy warunkach: { $name }
js-list-bound-everybody = Zaznaczono z całej listy
js-list-unknown = Zaznaczono wszystkie kontakty z innej listy. Wyświetl tamtą listę, aby zmienić wybór.
js-list-more = { $n ->
    [one] i jeszcze { $count }
    [few] i jeszcze { $count }
   *[other] i jeszcze { $count }
}
js-list-unsorted = Portal nie potrafi sortować według tej kolumny. Kontakty są w kolejności ustalonej przez portal.
js-list-cut = W tej kolejności można pokazać tylko pierwsze { $count }. Zawęź wyszukiwanie lub posortuj według ID, aby zobaczyć wszystkie.
js-list-peek-name = Szczegóły: { $name }
js-list-untold = Portal tego nie podaje albo nie masz dostępu.
js-list-company-number = Firma nr { $number }
js-list-person-number = Pracownik nr { $number }
