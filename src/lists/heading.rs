//! Recognizes headings of contact ids in the eight languages of the app, and decodes cells in unknown code pages.

use std::borrow::Cow;

use encoding_rs::{Encoding, IBM866, KOI8_U, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use super::value::is_blank;

/// Words for "id".
const ID: &[&str] = &[
    "id",
    "ids",
    "ид",
    "айди",
    "идентификатор",
    "ід",
    "айді",
    "ідентифікатор",
    "kennung",
    "identificador",
    "identifiant",
    "identyfikator",
    "identifier",
];

/// Words for "contact".
const CONTACT: &[&str] = &[
    "contact",
    "contacts",
    "контакт",
    "контакта",
    "контакту",
    "контактов",
    "контактів",
    "kontakt",
    "kontakts",
    "kontakte",
    "kontaktu",
    "kontaktów",
    "contacto",
    "contactos",
    "contato",
    "contatos",
];

/// Filler words, as in "ID du contact" or "ID of the contact".
const BETWEEN: &[&str] =
    &["of", "the", "del", "de", "do", "da", "du", "des", "dos", "le", "la", "el", "l", "crm"];

/// Whether a heading names contact ids: "ID" alone, or with the word for "contact".
pub(super) fn names_contact_ids(heading: &str) -> bool {
    if heading.len() > 80 {
        return false;
    }
    let heading = apart(heading).to_lowercase();
    let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut has_id = false;
    for word in words.filter(|word| !BETWEEN.contains(word)) {
        match split_compound(word) {
            Some(is_id) => has_id |= is_id,
            None => return false,
        }
    }
    has_id
}

/// Beginnings of words for companies, deals and leads.
const OTHERS: &[&str] = &[
    "compan",
    "compañ",
    "empres",
    "entrepris",
    "sociét",
    "firm",
    "unternehmen",
    "компан",
    "deal",
    "auftr",
    "aufträg",
    "geschäft",
    "negoci",
    "negóci",
    "transac",
    "transakc",
    "affaire",
    "сделк",
    "сделок",
    "угод",
    "lead",
    "лид",
    "лід",
    "prospe",
    "piste",
    "szans",
];

/// Whether a title names companies, deals or leads.
pub(super) fn names_others(title: &str) -> bool {
    let title = title.to_lowercase();
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    words.any(|word| OTHERS.iter().any(|other| word.starts_with(other)))
}

/// Splits `contactId` into two words.
fn apart(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len() + 4);
    let mut was_lower = false;
    for c in heading.chars().filter(|c| !is_blank(*c) || *c == ' ' || c.is_whitespace()) {
        if was_lower && c.is_uppercase() {
            out.push(' ');
        }
        was_lower = c.is_lowercase();
        out.push(c);
    }
    out
}

/// `Some(true)` if a word means "id" or ends in it, as "contactid"; `Some(false)` if it means "contact"; otherwise
/// `None`.
fn split_compound(word: &str) -> Option<bool> {
    if ID.contains(&word) {
        return Some(true);
    }
    if CONTACT.contains(&word) {
        return Some(false);
    }
    let is_compound = CONTACT.iter().any(|contact| {
        let rest = word.strip_prefix(contact).or_else(|| word.strip_suffix(contact));
        rest.is_some_and(|rest| ID.contains(&rest))
    });
    is_compound.then_some(true)
}

/// Code pages of lists that are not UTF-8.
const CODE_PAGES: [&Encoding; 5] = [WINDOWS_1251, WINDOWS_1252, WINDOWS_1250, IBM866, KOI8_U];

/// Decodes a cell's text. If it is not UTF-8, the code page in which it names ids is used, otherwise the likeliest
/// one.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let in_page = |page: &'static Encoding| page.decode_without_bom_handling(bytes).0;
    let named = CODE_PAGES.into_iter().map(in_page).find(|text| names_contact_ids(text));
    named.unwrap_or_else(|| in_page(if looks_cyrillic(bytes) { WINDOWS_1251 } else { WINDOWS_1252 }))
}

/// Whether a text is probably Cyrillic: its words consist of high bytes. In western texts such bytes rarely follow
/// each other.
fn looks_cyrillic(bytes: &[u8]) -> bool {
    bytes.windows(2).filter(|pair| pair.iter().all(|b| *b >= 0xc0)).count() * 2
        >= bytes.iter().filter(|b| **b >= 0xc0).count()
        && bytes.iter().any(|b| *b >= 0xc0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_name_something_else_are_known_in_eight_languages() {
        for title in [
            "Deals",
            "My companies 2024",
            "Leads",
            "Сделки",
            "Компании",
            "Лиды",
            "Угоди",
            "Компанії",
            "Ліди",
            "Unternehmen",
            "Aufträge",
            "Geschäfte",
            "Negociaciones",
            "Compañías",
            "Prospectos",
            "Negócios",
            "Empresas",
            "Entreprises",
            "Transactions",
            "Affaires",
            "Firmy",
            "Transakcje",
            "Szanse",
        ] {
            assert!(names_others(title), "{title}");
        }
        for title in ["Contacts", "Контакты", "Kontakty", "List of 2024", ""] {
            assert!(!names_others(title), "{title}");
        }
    }

    #[test]
    fn headings_of_contact_ids_are_known_in_eight_languages() {
        for heading in [
            "ID",
            "id",
            " Id ",
            "ИД",
            "ІД",
            "Contact ID",
            "CONTACT_ID",
            "contact_id",
            "contactId",
            "ContactID",
            "ID контакта",
            "ИД контакта",
            "Контакт ID",
            "Контакт: ID",
            "Идентификатор",
            "ID контакту",
            "Ідентифікатор контакту",
            "Kontakt-ID",
            "KontaktID",
            "ID des Kontakts",
            "Identificador",
            "ID del contacto",
            "ID do contato",
            "Identifiant",
            "ID du contact",
            "Identifiant du contact",
            "ID kontaktu",
            "Identyfikator kontaktu",
            "\u{feff}ID",
            "ID\u{a0}контакта",
            "Contact IDs",
        ] {
            assert!(names_contact_ids(heading), "{heading:?}");
        }
    }

    #[test]
    fn other_headings_name_no_contact_ids() {
        for heading in [
            "",
            "Contact",
            "Контакт",
            "Company ID",
            "COMPANY_ID",
            "Deal ID",
            "Lead ID",
            "Responsible ID",
            "ID компании",
            "ID сделки",
            "ASSIGNED_BY_ID",
            "External ID",
            "No",
            "№",
            "Name",
            "Contact ID (old)",
            "new_id",
            "Kontaktnummer",
            "Firmen-ID",
            "ID entreprise",
            "Contact company ID",
            "1001",
            "paid",
            "ID 2",
        ] {
            assert!(!names_contact_ids(heading), "{heading:?}");
        }
    }

    #[test]
    fn headings_in_code_pages_are_read() {
        assert_eq!(decode(b"\xc8\xc4"), "ИД");
        assert_eq!(decode(b"\x88\x84"), "ИД", "code page 866");
        assert_eq!(decode(b"\xc8\xec\xff"), "Имя");
        assert_eq!(decode(b"T\xe9l\xe9phone"), "Téléphone");
        assert_eq!(decode("Имя".as_bytes()), "Имя");
        assert_eq!(decode(b"12\xa0345"), "12\u{a0}345");
    }
}
