# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Dziś, { $time }
js-jobs-choose = Wybierz kontakty
js-jobs-badge = { $n ->
    [one] operacja trwa lub czeka na Ciebie
    [few] operacje trwają lub czekają na Ciebie
   *[other] operacji trwa lub czeka na Ciebie
}
js-job-deleted-all = { $n ->
    [one] Usunięto { $count } kontakt
    [few] Usunięto { $count } kontakty
   *[other] Usunięto { $count } kontaktów
}
js-job-deleted-some = { $n ->
    [one] Usunięto { $count } z { $number } kontaktu
    [few] Usunięto { $count } z { $number } kontaktów
   *[other] Usunięto { $count } z { $number } kontaktów
}
js-job-restored-all = { $n ->
    [one] Przywrócono { $count } kontakt
    [few] Przywrócono { $count } kontakty
   *[other] Przywrócono { $count } kontaktów
}
js-job-restored-some = { $n ->
    [one] Przywrócono { $count } z { $number } kontaktu
    [few] Przywrócono { $count } z { $number } kontaktów
   *[other] Przywrócono { $count } z { $number } kontaktów
}
js-job-restored = { $n ->
    [one] Przywrócono: { $count }
    [few] Przywrócono: { $count }
   *[other] Przywrócono: { $count }
}
js-job-restoring = Trwa przywracanie
js-job-source = przywracanie po operacji { $number }
js-job-paused-by-you = Wstrzymana przez Ciebie. { $time }
js-job-paused-by = Wstrzymana przez: { $name }. { $time }
js-job-retry = { $n ->
    [one] Ponów { $count } nieudany
    [few] Ponów { $count } nieudane
   *[other] Ponów { $count } nieudanych
}
js-job-rest = { $n ->
    [one] Usuń pozostały { $count }…
    [few] Usuń pozostałe { $count }…
   *[other] Usuń pozostałych { $count }…
}
js-job-spared = { $n ->
    [one] Usuń { $count } zachowany kontakt…
    [few] Usuń { $count } zachowane kontakty…
   *[other] Usuń { $count } zachowanych kontaktów…
}
js-job-stop = Przerwij usuwanie
js-job-stop-restoring = Przerwij przywracanie
js-job-discard = Odrzuć wersję roboczą
js-stop-title = Przerwać usuwanie?
js-stop-title-restore = Przerwać przywracanie?
js-stop-title-draft = Odrzucić tę wersję roboczą?
js-stop-none = Jeszcze nic nie usunięto.
js-stop-none-restored = Jeszcze nic nie przywrócono.
js-stop-deleted = { $n ->
    [one] Usunięto już { $count } kontakt i pozostanie on usunięty. Reszta zostanie w CRM.
    [few] Usunięto już { $count } kontakty i pozostaną one usunięte. Reszta zostanie w CRM.
   *[other] Usunięto już { $count } kontaktów i pozostaną one usunięte. Reszta zostanie w CRM.
}
js-stop-restored = { $n ->
    [one] Przywrócono już { $count } kontakt i zostanie on w CRM.
    [few] Przywrócono już { $count } kontakty i zostaną one w CRM.
   *[other] Przywrócono już { $count } kontaktów i zostaną one w CRM.
}
js-job-verifying-restore = Sprawdzanie, czy kontakty wróciły…
js-history-draft = Wersja robocza
js-history-of-contact = Kontakt { $number }
js-act-draft-closed = Zamknięcie wersji roboczej, nic nie usunięto
js-act-finish-job-restore = Zakończenie przywracania
js-act-cancel-job-restore = Przerwanie przywracania
js-action-connect = Połączenie w karcie przeglądarki
js-action-move-portal = Zmiana adresu portalu
js-audit-connected = połączono
js-audit-moved = zapisano nowy adres
js-audit-internal = błąd aplikacji
job-item-contact = Kontakt
job-more = Więcej działań
history-job = Numer operacji
history-what = Czego dotyczy
overview-title = Ostatnie tygodnie
overview-chart = Kontakty usunięte, przywrócone i zachowane w każdym tygodniu
overview-deleted = Usunięte
overview-restored = Przywrócone
overview-kept = Zachowane
overview-failed = Nieudane
overview-numbers = Pokaż liczby
overview-by-week = Według tygodni (od poniedziałku, UTC)
overview-by-person = Według osób
overview-week = Tydzień od
record-names = Podaj nazwiska osób, które usunęły kontakty i sporządziły protokół
record-app = Utworzono w
notice-done = Contact Eraser: operacja { $number } zakończona. Usunięto: { $count } z { $to }
notice-restore-done = Contact Eraser: operacja { $number } zakończona. Przywrócono: { $count } z { $to }
notice-ended = Contact Eraser: operacja { $number } zakończyła się przedwcześnie. Usunięto: { $count } z { $to }
notice-restore-ended = Contact Eraser: operacja { $number } zakończyła się przedwcześnie. Przywrócono: { $count } z { $to }
notice-paused = Contact Eraser: operacja { $number } czeka na Ciebie. Usunięto dotąd: { $count } z { $to }
notice-restore-paused = Contact Eraser: operacja { $number } czeka na Ciebie. Przywrócono dotąd: { $count } z { $to }
notice-review = Contact Eraser: widok z harmonogramem przygotował dla Ciebie wersję roboczą. Kontakty: { $to }. Nic nie zostanie usunięte, dopóki jej nie sprawdzisz i nie potwierdzisz.
job-print = Widok do druku (HTML)
report-title = Raport: usuwanie, operacja { $number }
report-title-restore = Raport: przywracanie, operacja { $number }
js-item-open-deal = Otwórz deal
notice-open = Otwórz operację
