//! A text of the portal for people to read: without markup and control characters, and short. It may contain the name
//! of a person, so it has no `Display`, and `Debug` hides it: it gets into no log.

use std::fmt;

/// Most characters that are kept.
const LONGEST: usize = 300;
/// Most characters that are read.
const LONGEST_READ: usize = 20_000;
/// Character entities of markup.
const ENTITIES: [(&str, &str); 7] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#039;", "'"),
    ("&nbsp;", " "),
    ("&amp;", "&"),
];
/// Elements whose content is not text for people.
const UNREAD: [&str; 2] = ["script", "style"];

/// A cleaned text of a portal.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalWords(String);

impl PortalWords {
    /// Cleans a text; `None` when nothing is left.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut text: String = text.chars().take(LONGEST_READ).collect();
        for (entity, character) in ENTITIES {
            text = text.replace(entity, character);
        }
        let plain: String = without_markup(&text).chars().filter_map(readable).collect();
        let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then(|| Self(cut(&words)))
    }

    /// A text that was cleaned before.
    #[must_use]
    pub fn kept(words: String) -> Self {
        Self(words)
    }

    /// The text, for an answer to a user who may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PortalWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PortalWords([redacted])")
    }
}

/// Replaces each tag by a space. An unfinished tag removes the rest of the text. A `<` without a tag name stays.
fn without_markup(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        if !from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            plain.push('<');
            rest = &from[1..];
            continue;
        }
        plain.push(' ');
        let after = from.split_once('>').map_or("", |(_, after)| after);
        let lower = from.to_ascii_lowercase();
        let unread = UNREAD.iter().find(|name| lower[1..].starts_with(**name));
        let end = unread.and_then(|name| lower.find(&format!("</{name}")));
        rest = match (unread, end) {
            (Some(_), Some(end)) => &from[end..],
            (Some(_), None) => "",
            (None, _) => after,
        };
    }
    plain + rest
}

/// Removes characters that are invisible or change the direction of the text. Control characters become spaces.
fn readable(character: char) -> Option<char> {
    match character {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        other if other.is_control() => Some(' '),
        other => Some(other),
    }
}

fn cut(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let kept: String = words.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        PortalWords::read(text).map(|words| words.expose().to_owned()).unwrap_or_default()
    }

    #[test]
    fn portal_texts_become_plain_and_short() {
        for (said, kept) in [
            ("Access denied.", "Access denied."),
            ("<b>Zugriff</b> verweigert!<br />Noch&nbsp;mal?", "Zugriff verweigert! Noch mal?"),
            ("a\r\n\tb\u{0}c\u{202e}d", "a b cd"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;No", "No"),
            ("<style>p{}</style>1 < 2 <p", "1 < 2"),
            ("<script>alert(1)", ""),
            (" \n ", ""),
            ("Доступ запрещён", "Доступ запрещён"),
        ] {
            assert_eq!(read(said), kept, "{said}");
        }
        let long = read(&"ä ".repeat(400));
        assert!(long.chars().count() <= LONGEST && long.ends_with('…'), "{long}");
        assert_eq!(format!("{:?}", PortalWords::read("Eva")), "Some(PortalWords([redacted]))");
    }

    proptest! {
        #[test]
        fn cleaned_words_are_short_and_cleaning_is_idempotent(text in "\\PC*|[<>a/ b&;]{0,40}|.{0,600}") {
            let kept = read(&text);
            prop_assert!(kept.chars().count() <= LONGEST);
            prop_assert!(!kept.chars().any(char::is_control));
        }
    }
}
