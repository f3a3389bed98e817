# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Operacje
select-page = Zaznacz wszystkie na tej stronie
contact-choose = Zaznacz
bar-label = Zaznaczone kontakty
bar-clear = Odznacz
bar-delete = Usuń…
filter-reset = Wyczyść
ids-open = Lista ID
ids-lead = Wklej ID kontaktów albo wybierz plik: tekst, CSV, Excel (.xlsx, .xls), OpenDocument lub eksport z portalu. W tabeli ID powinny być w kolumnie o nazwie ID. Na razie nic nie zostanie usunięte.
ids-label = ID kontaktów
ids-file = Wybierz plik…
ids-change = Użyj innej kolumny
ids-columns = Kolumna z ID kontaktów
ids-faults-file = Pobierz te wiersze
bulk-lead = Zostaną usunięte z CRM z Twoimi uprawnieniami. Wśród wszystkich znalezionych kontaktów:
bulk-open-deals = Z otwartymi dealami
bulk-open-deals-note = Prace nad tymi dealami wciąż trwają.
bulk-deals = Z dealami
bulk-companies = Z firmą
bulk-activities = Z aktywnościami
bulk-deals-note = Deale pozostaną, ale stracą tych klientów.
bulk-companies-note = Firmy pozostaną, ale stracą te kontakty.
bulk-activities-note = Aktywności należące tylko do tych kontaktów też zostaną usunięte.
bulk-inexact = Te liczby mogą być niepełne.
bulk-include = Usuń także kontakty z otwartymi dealami
bulk-bin = Jeśli kosz w portalu jest włączony, znajdziesz je tam przez 30 dni.
restore-lead = Kontakty zostaną utworzone w CRM od nowa z zaszyfrowanych kopii, z Twoimi uprawnieniami.
restore-comes = Co wróci
restore-comes-fields = Pola kontaktów
restore-comes-phones = Telefony i e-maile
restore-comes-links = Powiązania z firmami
restore-lost = Co się zmieni lub nie wróci
restore-lost-ids = ID: każdy kontakt otrzyma nowe
restore-lost-deals = Powiązania z dealami
restore-lost-activities = Aktywności, komentarze i historia
restore-lost-files = Pliki i zdjęcia
restore-bin = Jeśli kosz jest włączony, przywróć kontakty z niego: wrócą też aktywności i historia.
job-pause = Wstrzymaj
job-resume = Wznów
job-report = Pobierz raport (CSV)
job-report-xlsx = Pobierz raport (XLSX)
job-snapshot = Pobierz usunięte kontakty (CSV)
job-restore = Przywróć…
job-items-filter = Pokaż
job-items-all = Wszystkie kontakty
job-items-more = Pokaż więcej
job-item-id = ID kontaktu
job-item-outcome = Wynik
job-item-why = Powód
job-item-says = Portal podaje:

# What the script prints about the list and the choosing.
js-confirm-title = Usunąć ten kontakt?
js-confirm-delete = Usuń
js-select-name = Zaznacz: { $name }
js-select-all = Zaznacz wszystkie ({ $count })
js-select-all-open = Zaznacz wszystkie pasujące kontakty
js-selected = { $n ->
    [one] Zaznaczono { $count } kontakt
    [few] Zaznaczono { $count } kontakty
   *[other] Zaznaczono { $count } kontaktów
}
js-selected-all = { $n ->
    [one] Zaznaczono jedyny pasujący kontakt
    [few] Zaznaczono wszystkie { $count } pasujące kontakty
   *[other] Zaznaczono wszystkie pasujące kontakty: { $count }
}
js-selected-part = { $n ->
    [one] Zaznaczono { $count } kontakt z { $number }
    [few] Zaznaczono { $count } kontakty z { $number }
   *[other] Zaznaczono { $count } kontaktów z { $number }
}
js-selected-all-but = Zaznaczono wszystkie pasujące kontakty oprócz { $count }
js-selected-all-open = Zaznaczono wszystkie pasujące kontakty
js-nothing-filter = Żaden z kontaktów, do których masz dostęp, nie spełnia tych warunków.
js-nothing-clear-all = Wyczyść wyszukiwanie i filtr

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] Usunąć { $count } kontakt?
    [few] Usunąć { $count } kontakty?
   *[other] Usunąć { $count } kontaktów?
}
js-bulk-title-none = Nie ma nic do usunięcia
js-bulk-title-open = Usunąć wszystkie pasujące kontakty?
js-bulk-looking = Sprawdzanie powiązanych deali, firm i aktywności…
js-bulk-counting = Policzono dotąd: { $count } z { $number }. Jest ich co najmniej tyle.
js-bulk-collecting = { $n ->
    [one] Zbieranie: na razie { $count } kontakt…
    [few] Zbieranie: na razie { $count } kontakty…
   *[other] Zbieranie: na razie { $count } kontaktów…
}
js-bulk-failed = Nie udało się zebrać kontaktów
js-bulk-kept = { $n ->
    [one] { $count } kontakt z otwartymi dealami zostanie zachowany.
    [few] { $count } kontakty z otwartymi dealami zostaną zachowane.
   *[other] { $count } kontaktów z otwartymi dealami zostanie zachowanych.
}
js-bulk-other-total = Liczba na liście: { $number }. Znaleziono teraz: { $count }. Pytanie dotyczy znalezionych kontaktów.
js-bulk-missing = { $n ->
    [one] Nie znaleziono { $count } ID lub nie masz do niego dostępu. Zostanie pominięte.
    [few] Nie znaleziono { $count } ID lub nie masz do nich dostępu. Zostaną pominięte.
   *[other] Nie znaleziono { $count } ID lub nie masz do nich dostępu. Zostaną pominięte.
}
js-bulk-unknown = { $n ->
    [one] Nie masz dostępu do deali { $count } kontaktu.
    [few] Nie masz dostępu do deali { $count } kontaktów.
   *[other] Nie masz dostępu do deali { $count } kontaktów.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dzień, aby można było przywrócić kontakty.
    [few] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dni, aby można było przywrócić kontakty.
   *[other] Contact Eraser przechowuje zaszyfrowaną kopię przez { $count } dni, aby można było przywrócić kontakty.
}
js-bulk-type = Wpisz { $count }, aby potwierdzić
js-bulk-names = Podgląd
js-bulk-first = { $n ->
    [one] Podgląd: pierwszy z { $number } znalezionych
    [few] Podgląd: pierwsze { $count } z { $number } znalezionych
   *[other] Podgląd: pierwszych { $count } z { $number } znalezionych
}
js-ids-title = Usuwanie na podstawie listy ID
js-ids-next = Dalej
js-ids-found = { $n ->
    [one] Rozpoznano { $count } ID kontaktu.
    [few] Rozpoznano { $count } ID kontaktów.
   *[other] Rozpoznano { $count } ID kontaktów.
}
js-ids-repeated = { $n ->
    [one] Pominięto { $count } powtórzenie.
    [few] Pominięto { $count } powtórzenia.
   *[other] Pominięto { $count } powtórzeń.
}
js-ids-malformed = { $n ->
    [one] { $count } wiersz nie zawiera ID kontaktu:
    [few] { $count } wiersze nie zawierają ID kontaktu:
   *[other] { $count } wierszy nie zawiera ID kontaktu:
}
js-ids-leave-out = { $n ->
    [one] Pomiń ten wiersz
    [few] Pomiń te { $count } wiersze
   *[other] Pomiń te { $count } wierszy
}
js-ids-row = Wiersz { $number }:
js-ids-first = Oto pierwsze: { $count }.
js-ids-column = Kolumna { $number }
js-ids-from-column = Pochodzą z kolumny „{ $name }”.
js-ids-reading = Odczytywanie listy…
js-ids-which = Która kolumna zawiera ID kontaktów? Wybierz ją.
js-ids-none = Nie przyjęto żadnych ID: większość wierszy ich nie zawiera. Sprawdź listę.
js-ids-too-many = { $n ->
    [one] Naraz można usunąć najwyżej { $count } kontakt. Podziel listę.
    [few] Naraz można usunąć najwyżej { $count } kontakty. Podziel listę.
   *[other] Naraz można usunąć najwyżej { $count } kontaktów. Podziel listę.
}
js-ids-file-large = Ten plik jest za duży: aplikacja odczytuje najwyżej 60 MB.
js-ids-unreadable = Nie można odczytać tego pliku.
js-restore-title = { $n ->
    [one] Przywrócić { $count } kontakt?
    [few] Przywrócić { $count } kontakty?
   *[other] Przywrócić { $count } kontaktów?
}
js-restore = Przywróć

# What the script prints about the jobs.
js-jobs-empty-title = Brak operacji
js-jobs-empty-text = Tu zobaczysz zbiorcze usunięcia i przywrócenia, z postępem i wynikiem dla każdego kontaktu.
js-job-title = { $n ->
    [one] Usuwanie { $count } kontaktu
    [few] Usuwanie { $count } kontaktów
   *[other] Usuwanie { $count } kontaktów
}
js-job-title-restore = { $n ->
    [one] Przywracanie { $count } kontaktu
    [few] Przywracanie { $count } kontaktów
   *[other] Przywracanie { $count } kontaktów
}
js-job-title-open = Usuwanie wszystkich pasujących kontaktów
js-job-number = Nr { $number }
js-job-progress = { $count } z { $number }
js-job-rate = { $number } na sekundę
js-job-rate-slow = { $time } na kontakt
js-job-eta = pozostało ok. { $time }
js-job-queued = Czeka na swoją kolej
js-job-verifying = Sprawdzanie, czy kontaktów już nie ma…
js-job-resumes = Wznowienie: { $time }
js-job-verified = { $n ->
    [one] Sprawdzono: { $count } kontaktu nie ma już w portalu.
    [few] Sprawdzono: { $count } kontaktów nie ma już w portalu.
   *[other] Sprawdzono: { $count } kontaktów nie ma już w portalu.
}
js-job-kept-until = Można przywrócić do { $time }
js-job-items = Pokaż kontakty
js-job-items-hide = Ukryj kontakty
js-job-items-loading = Wczytywanie…
js-job-items-none = Brak kontaktów z tym wynikiem.
js-state-collecting = Zbieranie
js-state-draft = Do sprawdzenia
js-state-queued = W kolejce
js-state-running = Usuwanie
js-state-restoring = Przywracanie
js-state-paused = Wstrzymana
js-state-waiting = Czeka na portal
js-state-verifying = Sprawdzanie
js-state-done = Zakończona
js-state-cancelled = Anulowana
js-state-failed = Nieudana
js-outcome-deleted = usunięto
js-outcome-restored = przywrócono
js-outcome-gone = już nie było
js-outcome-protected = zachowano
js-outcome-denied = brak uprawnień
js-outcome-failed = nie udało się
js-outcome-cancelled = anulowano
js-outcome-pending = pozostało
js-reason-operation-limit = Limit czasu portalu dla tej metody został wyczerpany.
js-reason-answer-lost = Odpowiedź portalu zaginęła, a portal być może nadal pracuje nad żądaniem. Operacja ruszy dalej, gdy tylko to zostanie wykluczone.
js-reason-portal-busy = Portal nie przyjmuje teraz kolejnych żądań.
js-reason-portal-unavailable = Nie można połączyć się z portalem. Aplikacja próbuje ponownie.
js-reason-not-the-api = Odpowiedź nie pochodzi z API portalu. Aplikacja próbuje ponownie.
js-reason-answer-too-long = Odpowiedź portalu jest zbyt długa, aby ją odczytać. Aplikacja próbuje ponownie.
js-reason-portal-unauthorized = Portal unieważnił Twoje logowanie. Otwórz ponownie aplikację w portalu, a potem wznów operację.
js-reason-payment-required = Subskrypcja portalu wygasła. Odnów ją, a potem wznów operację.
js-reason-plan-restricted = Plan portalu nie pozwala aplikacjom pracować z kontaktami.
js-reason-scope-missing = Aplikacji brakuje uprawnienia w portalu. Poproś administratora, aby zainstalował ją ponownie.
js-reason-app-access-denied = Nie masz dostępu do tej aplikacji. Zwróć się do administratora.
js-reason-access-denied = Nie masz dostępu do kontaktów. Zwróć się do administratora.
js-reason-not-permitted = Ustawienia aplikacji nie pozwalają Ci usuwać kontaktów. Zwróć się do administratora.
js-reason-day-limit = Twój limit na 24 godziny został wykorzystany. Wznów później lub zwróć się do administratora.
js-reason-portal-deleted = Ten portal już nie istnieje.
js-reason-many-denied = Portal odmówił usunięcia wielu kontaktów z rzędu: nie masz do tego uprawnień. Wznów tylko wtedy, gdy to się zmieniło.
js-reason-not-deleting = Portal potwierdza usunięcia, ale kontakty nadal istnieją. Nic więcej nie jest wysyłane.
js-reason-by-user = Wstrzymano.
js-reason-cancelling = Przerywanie. Oczekiwanie na już wysłane żądania.
js-reason-too-many = Kontaktów jest więcej, niż może objąć jedna operacja. Zawęź warunki.
js-reason-total-changed = Liczba pasujących kontaktów się zmieniła. Sprawdź listę ponownie.
js-reason-filter-ignored = Portal podał kontakty, które nie spełniają Twoich warunków, dlatego żadnego nie usunięto. Przyczyną może być rozszerzenie lub stara wersja portalu. Zwróć się do jego administratora.
js-reason-draft-expired = Nikt jej nie potwierdził na czas. Nic nie usunięto.
js-reason-draft-replaced = Zastąpiona nowszymi wersjami roboczymi. Nic nie usunięto.
js-reason-left-alone = Była wstrzymana zbyt długo, więc została zakończona. Nic więcej nie jest wysyłane.
js-reason-portal-silent = Portal od 24 godzin nie daje przydatnej odpowiedzi. Wznów, gdy znów zacznie działać. To, co już zrobiono, pozostaje zrobione.
js-reason-nothing-to-do = Żaden kontakt nie pasuje.
js-reason-internal = W aplikacji wystąpił błąd. Wsparcie odnajdzie go po numerze operacji.
js-code-open-deals = Ma otwarty deal.
js-code-deals-unknown = Nie udało się sprawdzić otwartych deali.
js-code-no-snapshot = Nie udało się zapisać kopii, dlatego kontaktu nie usunięto.
js-code-refused = Portal odmówił.
js-code-still-there = Portal zgłosił usunięcie, ale kontakt nadal istnieje.
js-code-no-clear-answer = Portal nie dał jednoznacznej odpowiedzi.
js-code-not-deleted = Nie usunięto: kontakt nadal istnieje pod dawnym ID.
js-code-snapshot-gone = Kopii już nie ma.
js-code-create-denied = Nie masz uprawnień do tworzenia kontaktów.
js-code-job-failed = Operacja zakończyła się przedwcześnie.
job-record = Protokół usunięcia…
record-lead = Protokół do akt: kto, kiedy i które kontakty usunął, czy rzeczywiście już ich nie ma i co pozostało. Kontakty występują w nim tylko pod swoimi ID.
record-reference-label = Numer wniosku
record-reference-note = Twoje własne oznaczenie, np. RODO-2026/17. Bez danych osobowych.
record-format = Plik
record-format-html = Strona do druku (HTML)
record-format-json = Dane (JSON)
record-destroy = Zniszcz kopie teraz. Nie będzie można niczego przywrócić.
js-record-title = Zaprotokołuj usunięcie
js-record-action = Zapisz protokół
js-record-saved = Zapisano protokół
js-record-saved-text = Znajdziesz go w pobranych plikach.
js-job-request = wniosek { $name }
js-reason-not-administrator = Osoba, która ostatnio zapisała widok, nie jest już administratorem. Zapisz widok, aby go przejąć.
job-review = Sprawdź i potwierdź…
js-job-prepared = Wersja przygotowana przez widok z harmonogramem. Nic nie zostanie usunięte, dopóki jej nie sprawdzisz i nie potwierdzisz. Wygasa: { $time }
