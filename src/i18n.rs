//! The texts of the app in all its languages, from the Fluent files in `locales/`.
//!
//! Every key exists in every language with the same arguments; the tests below prove it. The keys that the pages'
//! JavaScript needs stand in each language's `script.ftl` and begin with `js-`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _};

use crate::domain::language::Language;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        // The isolating marks would stand in titles and in texts that people copy.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The keys of the script's texts are read from this file, which is the same list in every language.
const SCRIPT_TEXTS: &str = include_str!("../locales/en/script.ftl");

/// What the script's texts may have filled in; the script replaces `{name}` and so on itself.
const SCRIPT_ARGUMENTS: [(&str, &str); 5] =
    [("name", "{name}"), ("count", "{count}"), ("seconds", "{seconds}"), ("from", "{from}"), ("to", "{to}")];

/// The text of a key.
#[must_use]
pub fn text(language: Language, key: &str) -> String {
    look_up(language, key, None)
}

/// The text of a key with its arguments filled in.
#[must_use]
pub fn text_with(language: Language, key: &str, arguments: &[(&'static str, String)]) -> String {
    let arguments = arguments
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.clone())))
        .collect::<HashMap<_, _>>();
    look_up(language, key, Some(&arguments))
}

/// All texts that the pages' JavaScript needs, by key, arguments left as `{name}` for it to fill in.
#[must_use]
pub fn script_messages(language: Language) -> BTreeMap<String, String> {
    let arguments = SCRIPT_ARGUMENTS
        .iter()
        .map(|(name, mark)| (Cow::Borrowed(*name), FluentValue::from(*mark)))
        .collect::<HashMap<_, _>>();
    keys(SCRIPT_TEXTS).map(|key| (key.to_owned(), look_up(language, key, Some(&arguments)))).collect()
}

/// The title of the app's buttons on contact cards and in the contact list's menu; at most 30 characters.
#[must_use]
pub fn widget_title(language: Language) -> String {
    text(language, "widget-title")
}

fn look_up(
    language: Language,
    key: &str,
    arguments: Option<&HashMap<Cow<'static, str>, FluentValue<'_>>>,
) -> String {
    let identifier = language.tag().parse::<LanguageIdentifier>().unwrap_or_default();
    TEXTS.lookup_complete(&identifier, key, arguments)
}

/// The message keys of a Fluent file: what stands left of ` =` at the start of a line.
fn keys(file: &str) -> impl Iterator<Item = &str> {
    file.lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names of all files with texts.
    fn files() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en");
        let entries = std::fs::read_dir(folder).expect(folder).flatten();
        entries.map(|entry| entry.file_name().display().to_string()).collect()
    }

    /// A text with its arguments, if it has any, filled in.
    fn filled(language: Language, key: &str) -> String {
        text_with(language, key, &SCRIPT_ARGUMENTS.map(|(name, mark)| (name, mark.to_owned())))
    }

    /// Every key of a file with the names of its arguments.
    fn messages(language: Language, file: &str) -> BTreeMap<String, BTreeSet<String>> {
        let path = format!("{}/locales/{}/{file}", env!("CARGO_MANIFEST_DIR"), language.tag());
        let content = std::fs::read_to_string(&path).expect(&path);
        let mut messages = BTreeMap::<String, BTreeSet<String>>::new();
        let mut key = String::new();
        for line in content.lines().filter(|line| !line.starts_with('#')) {
            if let Some(found) = keys(line).next() {
                assert!(!messages.contains_key(found), "{path}: {found} stands there twice");
                found.clone_into(&mut key);
            }
            let arguments = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect()
            });
            if !key.is_empty() {
                messages.entry(key.clone()).or_default().extend(arguments);
            }
        }
        messages
    }

    #[test]
    fn every_key_exists_in_every_language_with_the_same_arguments() {
        for file in files() {
            let english = messages(Language::En, &file);
            assert!(!english.is_empty());
            for language in Language::ALL {
                let own = messages(language, &file);
                assert_eq!(own, english, "{}/{file} and en/{file} differ", language.tag());
                for key in own.keys() {
                    let text = filled(language, key);
                    assert!(!text.trim().is_empty() && !text.starts_with("Unknown localization"), "{key}");
                }
            }
        }
    }

    #[test]
    fn longer_texts_are_translated_and_not_copied() {
        for file in files() {
            for key in messages(Language::En, &file).keys() {
                let english = filled(Language::En, key);
                for language in Language::ALL.into_iter().filter(|l| *l != Language::En) {
                    let same = filled(language, key) == english;
                    assert!(!same || english.chars().count() < 16, "{key} is English in {}", language.tag());
                }
            }
        }
    }

    #[test]
    fn script_texts_name_only_arguments_that_the_script_fills_in() {
        let known = SCRIPT_ARGUMENTS.map(|(name, _)| name.to_owned());
        for (key, arguments) in messages(Language::En, "script.ftl") {
            assert!(key.starts_with("js-"), "{key}");
            assert!(arguments.iter().all(|argument| known.contains(argument)), "{key}: {arguments:?}");
        }
        let texts = script_messages(Language::De);
        assert!(texts.values().all(|text| !text.contains('$')));
        assert!(texts.get("js-delete-name").is_some_and(|text| text.contains("{name}")));
    }

    #[test]
    fn widget_titles_fit_the_portals_menus() {
        for language in Language::ALL {
            let title = widget_title(language);
            assert!((1..=30).contains(&title.chars().count()), "{title}");
        }
    }

    #[test]
    fn every_problem_of_the_browser_api_has_its_texts() {
        let keys = messages(Language::En, "problems.ftl");
        for code in [
            "session_missing",
            "session_expired",
            "portal_unauthorized",
            "not_permitted",
            "access_denied",
            "app_access_denied",
            "scope_missing",
            "plan_restricted",
            "payment_required",
            "contact_not_found",
            "job_not_found",
            "invalid_contact_id",
            "invalid_request",
            "total_changed",
            "job_conflict",
            "job_not_ready",
            "contact_protected",
            "snapshot_gone",
            "invalid_settings",
            "rate_limited",
            "portal_busy",
            "portal_unavailable",
            "portal_timeout",
            "portal_deleted",
            "internal",
        ] {
            for part in ["title", "detail"] {
                let key = format!("problem-{}-{part}", code.replace('_', "-"));
                assert!(keys.contains_key(&key), "{key}");
            }
        }
    }
}
