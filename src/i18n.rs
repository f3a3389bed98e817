//! The texts of the app in all its languages, from the Fluent files in `locales/`.
//!
//! Every key exists in every language with the same arguments; the tests below prove it. Keys for the pages'
//! JavaScript begin with `js-`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Serialize;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _};

use crate::domain::language::Language;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        // Isolating marks would get into titles and into texts that users copy.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The files with the keys of the script's texts. Each file has the same keys in every language.
const SCRIPT_TEXTS: [&str; 8] = [
    include_str!("../locales/en/script.ftl"),
    include_str!("../locales/en/bulk.ftl"),
    include_str!("../locales/en/admin.ftl"),
    include_str!("../locales/en/work.ftl"),
    include_str!("../locales/en/guide.ftl"),
    include_str!("../locales/en/filters.ftl"),
    include_str!("../locales/en/list.ftl"),
    include_str!("../locales/en/trust.ftl"),
];

/// The arguments of the script's texts. The script replaces `{name}` and the others itself.
const SCRIPT_ARGUMENTS: [(&str, &str); 8] = [
    ("name", "{name}"),
    ("count", "{count}"),
    ("seen", "{seen}"),
    ("number", "{number}"),
    ("seconds", "{seconds}"),
    ("from", "{from}"),
    ("to", "{to}"),
    ("time", "{time}"),
];

/// The argument that selects the plural form. It is never printed: the text shows the number as `count`.
const PLURAL: &str = "n";

static SCRIPT_MESSAGES: LazyLock<Vec<(Language, BTreeMap<String, Message>)>> =
    LazyLock::new(|| Language::ALL.into_iter().map(|language| (language, messages_of(language))).collect());

/// A text for the pages' JavaScript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// One text for all numbers.
    One(String),
    /// One text per plural category of the language. A missing category uses `other`.
    Forms(BTreeMap<&'static str, String>),
}

/// Returns the text of a key.
#[must_use]
pub fn text(language: Language, key: &str) -> String {
    look_up(language, key, None)
}

/// Returns the text of a key with its arguments filled in.
#[must_use]
pub fn text_with(language: Language, key: &str, arguments: &[(&'static str, String)]) -> String {
    let arguments = arguments
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.clone())))
        .collect::<HashMap<_, _>>();
    look_up(language, key, Some(&arguments))
}

/// Formats a whole number with the language's separators (Unicode CLDR).
#[must_use]
pub fn number(language: Language, number: u32) -> String {
    let digits = number.to_string();
    let (separator, from) = match language {
        Language::En => (',', 4),
        Language::De | Language::PtBr => ('.', 4),
        Language::Es => ('.', 5),
        Language::Fr => ('\u{202f}', 4),
        Language::Pl => ('\u{a0}', 5),
        Language::Ru | Language::Uk => ('\u{a0}', 4),
    };
    if digits.len() < from {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// All texts for the pages' JavaScript by key. Arguments stay `{name}`; the script fills them in.
#[must_use]
pub fn script_messages(language: Language) -> Option<&'static BTreeMap<String, Message>> {
    SCRIPT_MESSAGES.iter().find(|(own, _)| *own == language).map(|(_, messages)| messages)
}

fn messages_of(language: Language) -> BTreeMap<String, Message> {
    let is_script = |key: &&str| key.starts_with("js-");
    let keys = SCRIPT_TEXTS.into_iter().flat_map(keys).filter(is_script);
    keys.map(|key| (key.to_owned(), message(language, key))).collect()
}

fn message(language: Language, key: &str) -> Message {
    let mut forms: BTreeMap<_, _> =
        plural_samples(language).iter().map(|(name, sample)| (*name, form(language, key, *sample))).collect();
    let other = forms.get("other").cloned().unwrap_or_default();
    forms.retain(|name, text| *name == "other" || *text != other);
    if forms.len() == 1 { Message::One(other) } else { Message::Forms(forms) }
}

/// The script's text for one number.
fn form(language: Language, key: &str, number: u32) -> String {
    let marks = SCRIPT_ARGUMENTS.iter().map(|(name, mark)| (Cow::Borrowed(*name), FluentValue::from(*mark)));
    let number = (Cow::Borrowed(PLURAL), FluentValue::from(number));
    look_up(language, key, Some(&marks.chain([number]).collect()))
}

/// A sample number for each plural category that whole numbers have in a language (Unicode CLDR, cardinals). `other`
/// is the remaining category.
fn plural_samples(language: Language) -> &'static [(&'static str, u32)] {
    match language {
        Language::Ru | Language::Uk | Language::Pl => &[("one", 1), ("few", 2), ("other", 5)],
        Language::En | Language::De | Language::Es | Language::Fr | Language::PtBr => {
            &[("one", 1), ("other", 2)]
        }
    }
}

/// The title of the app's buttons on contact cards and in the contact list's menu. At most 30 characters.
#[must_use]
pub fn widget_title(language: Language) -> String {
    text(language, "widget-title")
}

/// The title of the entry above the contact list that opens the app. At most 30 characters.
#[must_use]
pub fn app_widget_title(language: Language) -> String {
    text(language, "widget-app-title")
}

fn look_up(
    language: Language,
    key: &str,
    arguments: Option<&HashMap<Cow<'static, str>, FluentValue<'_>>>,
) -> String {
    let identifier = language.tag().parse::<LanguageIdentifier>().unwrap_or_default();
    TEXTS.lookup_complete(&identifier, key, arguments)
}

/// The message keys of a Fluent file: the text left of ` =` at the start of a line.
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

    /// A text with its arguments filled in.
    fn filled(language: Language, key: &str) -> String {
        form(language, key, 5)
    }

    /// Every key of a file with the names of its arguments.
    fn messages(language: Language, file: &str) -> BTreeMap<String, BTreeSet<String>> {
        let path = format!("{}/locales/{}/{file}", env!("CARGO_MANIFEST_DIR"), language.tag());
        let content = std::fs::read_to_string(&path).expect(&path);
        let mut messages = BTreeMap::<String, BTreeSet<String>>::new();
        let mut key = String::new();
        for line in content.lines().filter(|line| !line.starts_with('#')) {
            if let Some(found) = keys(line).next() {
                assert!(!messages.contains_key(found), "{path}: {found} is defined twice");
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
                // A text that consists only of arguments may be the same in all languages.
                let words =
                    SCRIPT_ARGUMENTS.iter().fold(english.clone(), |text, (_, mark)| text.replace(mark, ""));
                for language in Language::ALL.into_iter().filter(|l| *l != Language::En) {
                    let same = filled(language, key) == english;
                    assert!(!same || words.chars().count() < 16, "{key} is English in {}", language.tag());
                }
            }
        }
    }

    #[test]
    fn error_texts_have_typographic_punctuation() {
        for file in ["problems.ftl", "lists.ftl", "reach.ftl", "banner.ftl"] {
            for (language, key) in Language::ALL
                .into_iter()
                .flat_map(|language| messages(language, file).into_keys().map(move |key| (language, key)))
            {
                let text = filled(language, &key);
                let wrong = ["\"", "'", "...", "  ", " ,", " ;", " ?", " !"];
                assert!(!wrong.iter().any(|mark| text.contains(mark)), "{}: {text}", language.tag());
                let is_sentence = !key.ends_with("-title") && !key.starts_with("install-step-");
                assert_eq!(text.ends_with(['.', '?']), is_sentence, "{}: {key}: {text}", language.tag());
            }
        }
    }

    #[test]
    fn script_texts_name_only_arguments_that_the_script_fills_in() {
        let known = SCRIPT_ARGUMENTS.map(|(name, _)| name.to_owned());
        let script = messages(Language::En, "script.ftl");
        assert!(script.keys().all(|key| key.starts_with("js-")));
        let others = ["bulk.ftl", "filters.ftl"].into_iter().flat_map(|file| messages(Language::En, file));
        let others = others.filter(|(key, _)| key.starts_with("js-"));
        for (key, arguments) in script.into_iter().chain(others) {
            let is_filled = |argument: &String| argument == PLURAL || known.contains(argument);
            assert!(arguments.iter().all(is_filled), "{key}: {arguments:?}");
        }
        let texts = script_messages(Language::De).unwrap();
        let name = Message::One("{name} löschen".to_owned());
        assert_eq!(texts.get("js-delete-name"), Some(&name));
    }

    #[test]
    fn numbers_have_the_plural_forms_of_their_language() {
        let key = "js-selected";
        let forms = |language: Language| match script_messages(language).unwrap().get(key) {
            Some(Message::Forms(forms)) => forms.clone(),
            other => panic!("{other:?}"),
        };
        for language in Language::ALL {
            let forms = forms(language);
            assert_eq!(forms.len(), plural_samples(language).len(), "{}: {forms:?}", language.tag());
            assert!(forms.values().all(|text| text.contains("{count}")), "{forms:?}");
        }
        let russian = forms(Language::Ru);
        assert_eq!(russian["one"], "Выбран {count} контакт");
        assert_eq!(russian["few"], "Выбрано {count} контакта");
        assert_eq!(russian["other"], "Выбрано {count} контактов");
    }

    #[test]
    fn numbers_have_the_separators_of_their_language() {
        assert_eq!(number(Language::En, 1_234_567), "1,234,567");
        assert_eq!((number(Language::De, 1_000), number(Language::De, 999)), ("1.000".into(), "999".into()));
        assert_eq!(
            (number(Language::Pl, 1_000), number(Language::Pl, 10_000)),
            ("1000".into(), "10\u{a0}000".into())
        );
    }

    #[test]
    fn every_action_and_outcome_of_the_history_has_its_text() {
        use crate::domain::audit::AuditAction;
        let texts = script_messages(Language::En).unwrap();
        for action in AuditAction::ALL {
            let key = format!("js-action-{}", action.as_str().replace('_', "-"));
            assert!(texts.contains_key(&key), "{key}");
        }
        for outcome in crate::domain::audit::OUTCOMES {
            let key = format!("js-audit-{}", outcome.replace('_', "-"));
            assert!(texts.contains_key(&key), "{key}");
        }
    }

    #[test]
    fn widget_titles_fit_the_portals_menus() {
        for language in Language::ALL {
            for title in [widget_title(language), app_widget_title(language)] {
                assert!((1..=30).contains(&title.chars().count()), "{title}");
            }
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
            "confirmation_required",
            "total_changed",
            "job_conflict",
            "job_not_ready",
            "unreadable_list",
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
