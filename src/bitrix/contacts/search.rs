//! The text of the search field, as filters that a portal understands. Portals have no full-text search for contacts.
//! Names are matched by parts, phones and e-mails by value, ids as ids (b24restdocs
//! api-reference/crm/contacts/crm-contact-list.md).

use super::letters::folded;
use super::row::ContactRow;
use crate::domain::contact::Personal;
use crate::domain::ids::ContactId;

/// Longest search text, in characters.
const MAX_CHARACTERS: usize = 100;

/// A search text and its kind.
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    kind: SearchKind,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum SearchKind {
    Name,
    Email,
    Phone,
    Number,
}

/// Conditions that a contact must meet together. A contact is found when it meets any one of several alternatives.
pub(super) type Alternative = Vec<(&'static str, String)>;

/// A phone or e-mail that is also looked up with `crm.duplicate.findbycomm`.
pub(super) struct Communication {
    pub(super) kind: &'static str,
    pub(super) value: String,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Search({:?} [personal])", self.kind)
    }
}

impl Search {
    /// Reads a text of up to 100 characters. Blank text is no search.
    ///
    /// # Errors
    /// When the text is too long.
    pub fn parse(text: &str) -> Result<Option<Self>, TooLong> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > MAX_CHARACTERS {
            return Err(TooLong);
        }
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let phone_like = text.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
        let kind = if text.contains('@') {
            SearchKind::Email
        } else if ContactId::parse(&text).is_some() {
            SearchKind::Number
        } else if phone_like && digits >= 5 {
            SearchKind::Phone
        } else {
            SearchKind::Name
        };
        Ok(Some(Self { kind, text }))
    }

    /// The filters of this search; each is asked separately. The keys `PHONE` and `EMAIL` have no prefix: the portal
    /// ignores the condition otherwise.
    pub(super) fn alternatives(&self) -> Vec<Alternative> {
        let text = || self.text.clone();
        match self.kind {
            SearchKind::Email => vec![vec![("EMAIL", text())]],
            SearchKind::Phone => vec![vec![("PHONE", text())]],
            SearchKind::Number => vec![
                vec![("ID", text())],
                vec![("PHONE", text())],
                vec![("%NAME", text())],
                vec![("%LAST_NAME", text())],
            ],
            SearchKind::Name => {
                let mut sets = vec![vec![("%NAME", text())], vec![("%LAST_NAME", text())]];
                let words: Vec<&str> = self.text.split(' ').collect();
                for (before, after) in splits(&words) {
                    sets.push(vec![("%NAME", before.clone()), ("%LAST_NAME", after.clone())]);
                    sets.push(vec![("%NAME", after), ("%LAST_NAME", before)]);
                }
                sets
            }
        }
    }

    /// The value to look up by phone or e-mail. This lookup knows other spellings of a phone number.
    pub(super) fn communication(&self) -> Option<Communication> {
        let kind = match self.kind {
            SearchKind::Email => "EMAIL",
            SearchKind::Phone | SearchKind::Number => "PHONE",
            SearchKind::Name => return None,
        };
        Some(Communication { kind, value: self.text.clone() })
    }

    /// Whether a row meets the alternative that it was returned for. A portal that ignores a condition lists all
    /// contacts.
    pub(super) fn accepts(alternative: &Alternative, row: &ContactRow) -> bool {
        let holds = |values: &[Personal], wanted: &str, normal: fn(&str) -> String| {
            let wanted = normal(wanted);
            !wanted.is_empty() && values.iter().any(|value| normal(&value.0).contains(&wanted))
        };
        // Every name contains the empty text, and folding leaves nothing of a text that consists of accents only.
        let has = |name: &Personal, wanted: &str| {
            let wanted = folded(wanted);
            !wanted.is_empty() && folded(&name.0).contains(&wanted)
        };
        let id = row.id.to_string();
        let listed = alternative.iter().any(|(key, value)| *key == "@ID" && *value == id);
        alternative.iter().all(|(key, value)| match *key {
            "@ID" => listed,
            "ID" => id == *value,
            "EMAIL" => holds(&row.emails, value, str::to_lowercase),
            "PHONE" => holds(&row.phones, value, |text| text.chars().filter(char::is_ascii_digit).collect()),
            "%NAME" => has(&row.first_name, value),
            "%LAST_NAME" => has(&row.last_name, value),
            _ => false,
        })
    }
}

/// Every way to split words into a first and a last name: a cut between any two words, and the first and last word
/// alone, because the middle name is a separate field.
fn splits(words: &[&str]) -> Vec<(String, String)> {
    const MOST_WORDS: usize = 6;
    let cuts = 1..words.len().clamp(1, MOST_WORDS);
    let mut found: Vec<(String, String)> =
        cuts.map(|at| (words[..at].join(" "), words[at..].join(" "))).collect();
    if let [first, _, .., last] = words {
        found.push(((*first).to_owned(), (*last).to_owned()));
    }
    found
}

/// The search text is too long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong;

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(text: &str) -> Vec<Alternative> {
        Search::parse(text).unwrap().unwrap().alternatives()
    }

    #[test]
    fn the_kind_of_a_search_follows_from_its_text() {
        assert_eq!(sets("eva@example.com"), [vec![("EMAIL", "eva@example.com".to_owned())]]);
        assert_eq!(sets("+1 (202) 555-0100")[0][0].0, "PHONE");
        assert_eq!(sets("8061")[0], vec![("ID", "8061".to_owned())]);
        assert_eq!(sets("Eva").len(), 2);
        assert_eq!(
            sets(" Eva   van Doe ")[2],
            vec![("%NAME", "Eva".to_owned()), ("%LAST_NAME", "van Doe".to_owned())]
        );
    }

    #[test]
    fn blank_text_is_no_search_and_too_long_text_is_refused() {
        assert_eq!(Search::parse("  "), Ok(None));
        assert!(Search::parse(&"x".repeat(101)).is_err());
        assert!(Search::parse(&"ж".repeat(100)).is_ok());
    }
}
