# Teksty baneru na stronie aplikacji: co nie jest połączone i co oznacza nieopłacony rachunek.
banner-missing-title = Niektóre części aplikacji nie są połączone z portalem
banner-missing-text = Mimo to możesz usuwać kontakty. Aplikacja spróbuje ponownie, gdy później otworzy ją administrator. Jeśli to nie pomoże, zainstaluj aplikację ponownie i zaakceptuj wszystkie uprawnienia.
banner-missing-events = Powiadomienia z portalu nie działają: jeśli aplikacja zostanie usunięta, nie dowie się o tym i zachowa swoje dane.
banner-missing-widget-card = Brakuje przycisku w karcie kontaktu.
banner-missing-widget-list = Brakuje pozycji w menu listy kontaktów.
banner-missing-widget-toolbar = Brakuje przycisku nad listą kontaktów.
banner-missing-names = Zamiast nazwisk osób odpowiedzialnych widać numery, bo aplikacja nie ma uprawnień do odczytu nazwisk.
banner-unpaid-title = Zaległa płatność za portal lub aplikację
banner-unpaid-text = Do czasu zapłaty portal nie pozwoli aplikacji pokazywać ani usuwać kontaktów. Poproś administratora o sprawdzenie planu i subskrypcji.
banner-unpaid-works = Nadal możesz otwierać wcześniejsze operacje, ich raporty i zapisane kopie.
banner-unpaid-kept = Nic nie przepadło: zaraz po zapłacie aplikacja wznowi pracę tam, gdzie ją przerwała.
banner-barred-title = Możesz tu przeglądać kontakty, ale nie możesz ich usuwać
banner-barred-text = Administrator określił, kto może usuwać kontakty w tej aplikacji, i nie ma Cię wśród tych osób. Możesz wyszukiwać i przeglądać kontakty oraz swoje wcześniejsze operacje. Jeśli chcesz usuwać, zwróć się do administratora portalu.
