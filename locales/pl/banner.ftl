# Teksty baneru na stronie aplikacji: co nie jest połączone i co oznacza nieopłacony rachunek.
banner-missing-title = Niektóre części aplikacji nie są połączone z portalem
banner-missing-text = Mimo to można usuwać kontakty. Aplikacja spróbuje ponownie, gdy później otworzy ją administrator. Jeśli to nie pomoże, proszę zainstalować aplikację ponownie i zgodzić się na wszystkie uprawnienia.
banner-missing-events = Brakuje powiadomień z portalu: jeśli aplikacja zostanie usunięta, nie dowie się o tym i zachowa swoje dane.
banner-missing-widget-card = Brakuje przycisku w karcie kontaktu.
banner-missing-widget-list = Brakuje pozycji w menu listy kontaktów.
banner-missing-widget-toolbar = Brakuje pozycji nad listą kontaktów.
banner-missing-names = Zamiast nazwisk osób odpowiedzialnych widać numery, bo aplikacja nie ma uprawnień do odczytu nazwisk.
banner-unpaid-title = Zaległa płatność za portal lub aplikację
banner-unpaid-text = Do czasu zapłaty portal nie pozwala aplikacji pokazywać ani usuwać kontaktów. Proszę zwrócić się do administratora o sprawdzenie planu i subskrypcji.
banner-unpaid-works = Wcześniejsze operacje, ich raporty i zapisane kopie są nadal dostępne.
banner-unpaid-kept = Nic nie przepada: zaraz po zapłacie aplikacja wznowi pracę tam, gdzie ją przerwała.
