# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Warunki
filter-no-phone = Bez telefonu
filter-no-email = Bez e-maila
filter-no-open-deals = Bez otwartych deali
filter-no-deals = Bez deali
filter-no-company = Bez firmy
filter-clear = Wyczyść wszystko
filter-save = Zapisz jako widok…
filter-more = Filtr
filter-presets = Gotowe filtry
preset-today = Utworzone dzisiaj
preset-older-1 = Utworzone ponad rok temu
preset-older-2 = Utworzone ponad 2 lata temu
preset-older-3 = Utworzone ponad 3 lata temu
preset-idle = Bez aktywności od 12 miesięcy
preset-unreachable = Bez telefonu i e-maila
preset-no-open-deals = Bez otwartych deali
filter-responsible = Osoba odpowiedzialna
filter-author = Utworzone przez
filter-person-hint = Wpisz nazwisko
filter-pick = Wybierz w portalu…
filter-source = Źródło
filter-source-any = Dowolne źródło
filter-created = Data utworzenia
filter-any-time = Dowolna data
filter-today = Dzisiaj
filter-week = Ostatnie 7 dni
filter-month = Ostatnie 30 dni
filter-older-1 = Ponad rok temu
filter-older-2 = Ponad 2 lata temu
filter-older-3 = Ponad 3 lata temu
filter-older-days = Ponad … dni temu
filter-dates = Wybierz daty…
filter-days = Utworzone ponad (dni temu)
filter-from = Od
filter-from-time = Godzina początkowa
filter-to = Do
filter-to-time = Godzina końcowa
filter-idle = Ostatnia aktywność
filter-idle-any = Dowolna data
filter-idle-3 = Brak od 3 miesięcy
filter-idle-6 = Brak od 6 miesięcy
filter-idle-12 = Brak od 12 miesięcy
filter-idle-24 = Brak od 24 miesięcy
filter-idle-date = Brak od daty…
filter-idle-note = Kontakty o nieznanej ostatniej aktywności są pomijane.
filter-idle-since = Bez aktywności od
views-own = Moje widoki
views-shared = Wspólne widoki
views-save = Zapisz bieżący filtr jako widok…
views-title = Wspólne widoki i harmonogramy
views-settings-note = Wspólne widoki każdy znajdzie obok pola wyszukiwania w zakładce „Kontakty”. Ustaw harmonogram widoku, aby przygotowywał usunięcie: nic nie zostanie usunięte, dopóki ktoś nie sprawdzi wersji roboczej w zakładce „Operacje”. Wersja robocza powstaje z uprawnieniami osoby, która ostatnio zapisała widok.
view-use = Pokaż kontakty
view-change = Zmień
view-delete = Usuń
view-lead = Warunki:
view-name = Nazwa
view-replace = Zastąp warunki bieżącym filtrem
view-share = Udostępnij wszystkim w portalu
view-every = Przygotuj wersję roboczą
view-never = Nigdy
view-daily = Codziennie
view-weekly = Co tydzień
view-monthly = Co miesiąc
view-weekday = Dzień tygodnia
view-monthday = Dzień miesiąca
view-time = Godzina
view-zone = Strefa czasowa
view-draft = Wersja robocza niczego nie usuwa, dopóki ktoś nie sprawdzi jej w zakładce „Operacje”.
view-delete-lead = Kontakty pozostają. Usuwane są tylko zapisane warunki.
view-delete-shared = Zniknie u wszystkich w portalu.
view-delete-calendar = Kolejne wersje robocze nie powstaną. Już przygotowane pozostaną w zakładce „Operacje”.

# What the script prints about conditions.
js-chip-search = Wyszukiwanie: { $name }
js-chip-responsible = Osoba odpowiedzialna: { $name }
js-chip-author = Utworzone przez: { $name }
js-chip-source = Źródło: { $name }
js-chip-from = Utworzone od: { $time }
js-chip-to = Utworzone do: { $time }
js-chip-today = Utworzone dzisiaj
js-chip-within-days = { $n ->
    [one] Utworzone w ciągu ostatniego dnia
    [few] Utworzone w ciągu ostatnich { $count } dni
   *[other] Utworzone w ciągu ostatnich { $count } dni
}
js-chip-within-months = { $n ->
    [one] Utworzone w ciągu ostatniego miesiąca
    [few] Utworzone w ciągu ostatnich { $count } miesięcy
   *[other] Utworzone w ciągu ostatnich { $count } miesięcy
}
js-chip-within-years = { $n ->
    [one] Utworzone w ciągu ostatniego roku
    [few] Utworzone w ciągu ostatnich { $count } lat
   *[other] Utworzone w ciągu ostatnich { $count } lat
}
js-chip-older-days = { $n ->
    [one] Utworzone ponad { $count } dzień temu
    [few] Utworzone ponad { $count } dni temu
   *[other] Utworzone ponad { $count } dni temu
}
js-chip-older-months = { $n ->
    [one] Utworzone ponad { $count } miesiąc temu
    [few] Utworzone ponad { $count } miesiące temu
   *[other] Utworzone ponad { $count } miesięcy temu
}
js-chip-older-years = { $n ->
    [one] Utworzone ponad { $count } rok temu
    [few] Utworzone ponad { $count } lata temu
   *[other] Utworzone ponad { $count } lat temu
}
js-chip-idle-days = { $n ->
    [one] Bez aktywności od { $count } dnia
    [few] Bez aktywności od { $count } dni
   *[other] Bez aktywności od { $count } dni
}
js-chip-idle-months = { $n ->
    [one] Bez aktywności od { $count } miesiąca
    [few] Bez aktywności od { $count } miesięcy
   *[other] Bez aktywności od { $count } miesięcy
}
js-chip-idle-years = { $n ->
    [one] Bez aktywności od { $count } roku
    [few] Bez aktywności od { $count } lat
   *[other] Bez aktywności od { $count } lat
}
js-chip-idle-since = Bez aktywności od: { $time }
js-chip-remove = Usuń „{ $name }”
js-source-gone = { $name } (nie ma już w portalu)
js-sources-failed = Nie udało się odczytać listy źródeł: { $name }. Już wybrane źródło nadal działa.
js-person-gone = Nie znaleziono w portalu (ID { $number })
js-person-unnamed = Użytkownik { $number }
js-person-you = To Ty
js-person-left = Konto nieaktywne
js-person-none = Nikt się tak nie nazywa.
js-person-failed = Nie udało się wyszukać osób: { $name }

# What the script prints about views.
js-views = Widoki
js-views-loading = Ładowanie widoków…
js-views-none = Nie ma jeszcze widoków. Ustaw filtr i zapisz go tutaj.
js-view-title = Zapisz jako widok
js-view-change-title = Zmień widok
js-view-action = Zapisz widok
js-view-saved = Zapisano widok „{ $name }”
js-view-saved-text = Znajdziesz go w menu „Widoki”.
js-view-next = Następna wersja robocza: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Usunąć widok „{ $name }”?
js-view-delete-action = Usuń widok
js-view-deleted = Usunięto widok „{ $name }”
js-view-change = Zmień „{ $name }”
js-view-delete = Usuń „{ $name }”
js-filters-none = Nie ma jeszcze wspólnych widoków. Zapisz filtr w zakładce „Kontakty” i udostępnij go.
js-filter-never = Bez harmonogramu
js-filter-open = Wersja robocza czeka na sprawdzenie. Następna: { $time }
js-filter-paused = Wstrzymany: { $name }
