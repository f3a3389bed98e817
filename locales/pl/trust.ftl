# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dzień, aby można było go przywrócić.
    [few] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dni, aby można było go przywrócić.
   *[other] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dni, aby można było go przywrócić.
}
widget-app-title = Usuń wiele kontaktów
settings-widget-toolbar = Nad listą kontaktów
install-step-widget-toolbar = Pozycja nad listą kontaktów
no-copy = Nie zachowuj kopii (usunięcie danych zgodnie z RODO)
no-copy-note = Kopia nie zostanie zachowana. Bez kosza nie da się tego cofnąć.
one-protected = Ustawienia portalu chronią kontakty z otwartymi dealami. Proszę najpierw zamknąć deal albo zapytać administratora.
restore-lost-dates = Data utworzenia i Utworzone przez: dzisiaj i Państwo
placement-question = Usunąć ten kontakt?
placement-close = Zamknij panel
js-one-open = { $n ->
    [one] { $count } otwarty deal. Prace nad nim trwają.
    [few] { $count } otwarte deale. Prace nad nimi trwają.
   *[other] { $count } otwartych deali. Prace nad nimi trwają.
}
js-one-open-unknown = Brak dostępu do deali tego kontaktu. Któryś z nich może być otwarty.
js-delete-anyway = Usuń mimo to
js-delete-for-good = Usuń trwale
js-undo = Cofnij
js-undone-title = Kontakt przywrócony: { $name }
js-undone-text = Ma nowe ID, a data utworzenia i autor to teraz dzisiaj i Państwo. Działania i pliki nie wróciły.
js-undone-open = Otwórz kontakt
js-undo-slow-title = Trwa przywracanie: { $name }
js-undo-slow-text = Trwa to dłużej niż zwykle. Wynik pojawi się w zakładce „Operacje”.
js-undo-failed-title = Nie udało się przywrócić: { $name }
js-undo-failed-text = Zaszyfrowana kopia nadal istnieje. Proszę spróbować ponownie w zakładce „Operacje”.
js-deleted-kept-open = Można go przywrócić, dopóki przechowywana jest jego kopia.
js-deleted-kept = { $n ->
    [one] Można go przywrócić przez { $count } dzień.
    [few] Można go przywrócić przez { $count } dni.
   *[other] Można go przywrócić przez { $count } dni.
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
js-kept-open = pozostanie: otwarty deal
js-kept-unknown = pozostanie: brak dostępu do deali
js-cancel-yourself = Nic nie zostało zmienione. Można zamknąć ten panel.
