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
js-job-source = przywraca operację { $number }
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
    [one] { $count } kontakt jest już usunięty i taki pozostanie. Pozostałe zostaną w CRM.
    [few] { $count } kontakty są już usunięte i takie pozostaną. Pozostałe zostaną w CRM.
   *[other] { $count } kontaktów jest już usuniętych i takie pozostaną. Pozostałe zostaną w CRM.
}
js-stop-restored = { $n ->
    [one] { $count } kontakt jest już przywrócony i zostanie w CRM.
    [few] { $count } kontakty są już przywrócone i zostaną w CRM.
   *[other] { $count } kontaktów jest już przywróconych i zostaną w CRM.
}
js-job-verifying-restore = Sprawdzanie, czy kontakty wróciły…
js-history-draft = Wersja robocza
js-history-of-contact = Kontakt { $number }
js-act-draft-closed = Wersja robocza zamknięta, nic nie usunięto
js-act-finish-job-restore = Przywracanie zakończone
js-act-cancel-job-restore = Przywracanie przerwane
js-action-connect = Połączenie w karcie przeglądarki
js-action-move-portal = Zmieniono adres portalu
js-audit-connected = połączono
js-audit-moved = zapisano nowy adres
js-audit-internal = błąd aplikacji
job-item-contact = Kontakt
job-more = Więcej działań
history-job = Numer operacji
history-what = Co
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
record-names = Podaj nazwiska osób, które usunęły i zaprotokołowały
record-app = Utworzono w
notice-done = Contact Eraser: operacja { $number } zakończona. Usunięto: { $count } z { $to }
notice-restore-done = Contact Eraser: operacja { $number } zakończona. Przywrócono: { $count } z { $to }
notice-ended = Contact Eraser: operacja { $number } zakończyła się przed czasem. Usunięto: { $count } z { $to }
notice-restore-ended = Contact Eraser: operacja { $number } zakończyła się przed czasem. Przywrócono: { $count } z { $to }
notice-paused = Contact Eraser: operacja { $number } czeka na Ciebie. Usunięto dotąd: { $count } z { $to }
notice-restore-paused = Contact Eraser: operacja { $number } czeka na Ciebie. Przywrócono dotąd: { $count } z { $to }
notice-review = Contact Eraser: widok z harmonogramem przygotował dla Ciebie wersję roboczą. Kontakty: { $to }. Nic nie zostanie usunięte, dopóki jej nie sprawdzisz i nie potwierdzisz.
job-print = Widok do druku (HTML)
report-title = Raport: usuwanie, operacja { $number }
report-title-restore = Raport: przywracanie, operacja { $number }
js-item-open-deal = Otwórz deal
notice-open = Otwórz operację
