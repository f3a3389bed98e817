# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dzień, aby można było go przywrócić.
    [few] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dni, aby można było go przywrócić.
   *[other] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dni, aby można było go przywrócić.
}
widget-app-title = Usuń wiele kontaktów
settings-widget-toolbar = Nad listą kontaktów
install-step-widget-toolbar = Przycisk nad listą kontaktów
no-copy = Nie zachowuj kopii (usunięcie danych zgodnie z RODO)
no-copy-note = Kopia nie zostanie zachowana. Jeśli kosz nie jest włączony, tego nie można cofnąć.
one-protected = Ustawienia aplikacji nakazują zachować kontakty z otwartymi dealami. Najpierw zamknij deal albo zwróć się do administratora.
restore-lost-dates = Data utworzenia i autor: dzisiejszy dzień i Ty
placement-question = Usunąć ten kontakt?
placement-close = Zamknij panel
js-one-open = { $n ->
    [one] { $count } otwarty deal. Wciąż jest w toku.
    [few] { $count } otwarte deale. Wciąż są w toku.
   *[other] { $count } otwartych deali. Wciąż są w toku.
}
js-one-open-unknown = Nie masz dostępu do deali tego kontaktu. Któryś z nich może być otwarty.
js-delete-anyway = Usuń mimo to
js-delete-for-good = Usuń trwale
js-undo = Cofnij
js-undone-title = Kontakt przywrócony: { $name }
js-undone-text = Ma nowe ID, datą utworzenia jest teraz dzisiejszy dzień, a autorem jesteś Ty. Powiązania z dealami, aktywności i pliki nie wróciły.
js-undone-open = Otwórz kontakt
js-undo-slow-title = Trwa przywracanie: { $name }
js-undo-slow-text = Trwa to dłużej niż zwykle. Wynik zobaczysz w zakładce „Operacje”.
js-undo-failed-title = Nie udało się przywrócić: { $name }
js-undo-failed-text = Zaszyfrowana kopia nadal istnieje. Spróbuj ponownie w zakładce „Operacje”.
js-deleted-kept-open = Możesz go przywrócić, dopóki jego kopia jest przechowywana.
js-deleted-kept = { $n ->
    [one] Możesz go przywrócić przez { $count } dzień.
    [few] Możesz go przywrócić przez { $count } dni.
   *[other] Możesz go przywrócić przez { $count } dni.
}
js-bulk-title-most = { $n ->
    [one] Usunąć do { $count } kontaktu?
    [few] Usunąć do { $count } kontaktów?
   *[other] Usunąć do { $count } kontaktów?
}
js-bulk-delete = { $n ->
    [one] Usuń { $count } kontakt
    [few] Usuń { $count } kontakty
   *[other] Usuń { $count } kontaktów
}
js-bulk-for-good = { $n ->
    [one] Usuń trwale { $count } kontakt
    [few] Usuń trwale { $count } kontakty
   *[other] Usuń trwale { $count } kontaktów
}
js-kept-open = zachowany: otwarty deal
js-kept-unknown = zachowany: brak dostępu do deali
js-cancel-yourself = Nic nie zostało zmienione. Możesz zamknąć ten panel.
