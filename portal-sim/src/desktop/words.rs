//! The desktop's words in the languages of a portal. Templates name them as `{{say:key}}`.

use std::collections::BTreeMap;

use super::html::Html;
use super::session::LANGUAGES;

const TABLE: &str = include_str!("../../assets/words.tsv");

/// The word of this key; every key and language of this crate is in the table.
///
/// # Panics
/// When it is not: both belong to this crate.
pub(super) fn word(lang: &str, key: &str) -> &'static str {
    let row = TABLE.lines().find(|row| row.split('\t').next() == Some(key));
    let at = LANGUAGES.iter().position(|(code, _)| *code == lang).unwrap_or_default();
    let found = row.and_then(|row| row.split('\t').nth(at + 1));
    found.unwrap_or_else(|| panic!("no word for {key} in {lang}"))
}

/// The word as it stands in a page.
pub(super) fn said(lang: &str, key: &str) -> Html {
    Html::text(word(lang, key))
}

/// A template with its words in this language; what else it asks for is left.
pub(super) fn speak(template: &str, lang: &str) -> String {
    let mut spoken = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{say:") {
        let (key, after) = after.split_once("}}").unwrap_or((after, ""));
        spoken.push_str(before);
        spoken.push_str(&said(lang, key).into_string());
        rest = after;
    }
    spoken.push_str(rest);
    spoken
}

/// What the pages' scripts say.
pub(super) fn of_scripts(lang: &str) -> serde_json::Value {
    let keys = TABLE.lines().filter_map(|row| row.split('\t').next()).filter(|key| key.starts_with("js-"));
    let words: BTreeMap<&str, &str> = keys.map(|key| (&key["js-".len()..], word(lang, key))).collect();
    serde_json::json!(words)
}

/// The language tag of a page in this language of the portal.
pub(super) fn tag(lang: &str) -> &str {
    match lang {
        "la" => "es",
        "br" => "pt-BR",
        "ua" => "uk",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_every_language() {
        let mut rows = TABLE.lines();
        let head: Vec<&str> = rows.next().unwrap().split('\t').skip(1).collect();
        let codes: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
        assert_eq!(head, codes);
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            assert!(cells.len() == codes.len() + 1 && cells.iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }

    #[test]
    fn a_template_says_its_words_and_keeps_its_places() {
        assert_eq!(speak("<b>{{say:contacts}}</b>{{rows}}", "de"), "<b>Kontakte</b>{{rows}}");
    }
}
