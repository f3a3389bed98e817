# Teksty baneru na stronie aplikacji: co nie jest połączone i co oznacza nieopłacony rachunek.
banner-missing-title = Niektóre części aplikacji nie są połączone z Twoim portalem
banner-missing-text = Kontakty można usuwać mimo to. Aplikacja spróbuje ponownie, gdy administrator otworzy ją później. Jeśli nic się nie zmieni, zainstaluj aplikację jeszcze raz i zgódź się na wszystkie uprawnienia.
banner-missing-events = Wiadomości z portalu: jeśli aplikacja zostanie usunięta, nie dowie się o tym i zachowa swoje dane.
banner-missing-widget-card = Brakuje przycisku na karcie kontaktu.
banner-missing-widget-list = Brakuje pozycji w menu listy kontaktów.
banner-missing-names = Osoby odpowiedzialne są pokazane z numerem, bo aplikacja nie może czytać ich nazwisk.
banner-unpaid-title = Portal lub aplikacja czeka na płatność
banner-unpaid-text = Do czasu zapłaty portal nie pokazuje aplikacji kontaktów i ich nie usuwa. Poproś administratora o sprawdzenie planu i subskrypcji.
banner-unpaid-works = Wcześniejsze zadania, ich raporty i zapisane kopie nadal można czytać.
banner-unpaid-kept = Nic nie przepada: po zapłacie aplikacja wróci do pracy tam, gdzie przerwała.
