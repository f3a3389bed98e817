//! The desktop's words in the languages of a portal. Templates contain them as `{{say:key}}`.

use std::collections::BTreeMap;

use super::html::Html;
use super::session::LANGUAGES;

const TABLE: &str = include_str!("../../assets/words.tsv");

/// The word with this key.
///
/// # Panics
/// If the table lacks the key or the language. Both are fixed in this crate.
pub(super) fn word(lang: &str, key: &str) -> &'static str {
    let row = TABLE.lines().find(|row| row.split('\t').next() == Some(key));
    let at = LANGUAGES.iter().position(|(code, _)| *code == lang).unwrap_or_default();
    let found = row.and_then(|row| row.split('\t').nth(at + 1));
    found.unwrap_or_else(|| panic!("no word for {key} in {lang}"))
}

/// The word as HTML.
pub(super) fn html_word(lang: &str, key: &str) -> Html {
    Html::text(word(lang, key))
}

/// A template with its words in this language. Other placeholders stay.
pub(super) fn translate(template: &str, lang: &str) -> String {
    let mut translated = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{say:") {
        let (key, after) = after.split_once("}}").unwrap_or((after, ""));
        translated.push_str(before);
        translated.push_str(&html_word(lang, key).into_string());
        rest = after;
    }
    translated.push_str(rest);
    translated
}

/// The words of the pages' scripts.
pub(super) fn script_words(lang: &str) -> serde_json::Value {
    let keys = TABLE.lines().filter_map(|row| row.split('\t').next()).filter(|key| key.starts_with("js-"));
    let words: BTreeMap<&str, &str> = keys.map(|key| (&key["js-".len()..], word(lang, key))).collect();
    serde_json::json!(words)
}

/// The language tag for a language id of the portal.
pub(super) fn language_tag(lang: &str) -> &str {
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
    fn every_word_exists_in_every_language() {
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
    fn a_template_is_translated_and_keeps_its_placeholders() {
        assert_eq!(translate("<b>{{say:contacts}}</b>{{rows}}", "de"), "<b>Kontakte</b>{{rows}}");
    }
}
