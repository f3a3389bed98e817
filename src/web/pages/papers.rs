//! The pages for privacy, terms, support and help: sections with headings, and the operator's details.

use askama::Template;

use super::public::{Tab, TabPage};
use super::render;
use crate::domain::language::Language;
use crate::i18n;

/// When privacy and terms last changed in substance: year, month, day.
const CHANGED: (u16, u8, u8) = (2026, 11, 29);

/// The parts of a section with one paragraph.
const TEXT: &[&str] = &["text"];

/// The privacy page: what is stored, why, and for how long.
#[must_use]
pub fn privacy(tab: &Tab<'_>) -> String {
    let stored = ("stored", &["portal", "tokens", "audit", "requests", "copies", "filters", "connect"][..]);
    let not_stored = ("not", &["contacts", "logs", "tracking"][..]);
    let mut paper = Paper::new(tab, "privacy");
    paper.add_operator();
    paper.add(&[
        stored,
        not_stored,
        ("purpose", TEXT),
        ("others", TEXT),
        ("removal", TEXT),
        ("rights", TEXT),
    ]);
    paper.render(Some(CHANGED))
}

/// The terms of use.
#[must_use]
pub fn terms(tab: &Tab<'_>) -> String {
    let mut paper = Paper::new(tab, "terms");
    paper.add_operator();
    paper.add(&["service", "duty", "warranty", "platform", "end", "law"].map(|name| (name, TEXT)));
    paper.render(Some(CHANGED))
}

/// The support page: how to get help, and the most frequent answers.
#[must_use]
pub fn support(tab: &Tab<'_>) -> String {
    let mut paper = Paper::new(tab, "support");
    let mut facts = paper.facts();
    // This page is about contact, so the e-mail address comes first.
    let first = facts.iter().position(|fact| fact.link.is_some()).unwrap_or_default();
    facts.rotate_left(first);
    let (heading, text) = if tab.operator.email.is_some() {
        ("support-contact-title", "support-contact-text")
    } else {
        ("support-contact-none-title", "support-contact-unknown")
    };
    let (heading, text) = (paper.page.text(heading), paper.page.text(text));
    paper.sections.push(Section { heading, texts: vec![text], facts });
    paper.add(&["missing", "refused", "mistake", "sign-in"].map(|name| (name, TEXT)));
    paper.render(None)
}

/// The help page: how the app is used.
#[must_use]
pub fn help(tab: &Tab<'_>) -> String {
    let mut paper = Paper::new(tab, "help");
    paper.add(&["find", "check", "many", "jobs", "restore", "history", "settings"].map(|name| (name, TEXT)));
    paper.add(&[("keys", &["search", "list", "tabs", "range", "escape"][..])]);
    paper.render(None)
}

/// A heading and its content.
struct Section {
    heading: String,
    texts: Vec<String>,
    facts: Vec<Fact>,
}

/// A name and a value, which may be a link.
struct Fact {
    name: String,
    value: String,
    link: Option<String>,
}

/// A page that is being built. Its name is part of the keys of its texts.
struct Paper<'a> {
    tab: &'a Tab<'a>,
    name: &'static str,
    page: TabPage<'a>,
    sections: Vec<Section>,
}

impl<'a> Paper<'a> {
    fn new(tab: &'a Tab<'a>, name: &'static str) -> Self {
        Self { tab, name, page: TabPage::named(tab, &format!("public-{name}")), sections: Vec::new() }
    }

    /// Adds sections by name and parts. Both are parts of the keys of the texts.
    fn add(&mut self, sections: &[(&str, &[&str])]) {
        for (section, parts) in sections {
            let heading = self.page.part(self.name, section, "title");
            let texts = parts.iter().map(|part| self.page.part(self.name, section, part)).collect();
            self.sections.push(Section { heading, texts, facts: Vec::new() });
        }
    }

    /// Adds the operator's details, or a note that they are unknown.
    fn add_operator(&mut self) {
        let facts = self.facts();
        let texts = if facts.is_empty() { vec![self.page.text("operator-unknown")] } else { Vec::new() };
        self.sections.push(Section { heading: self.page.text("operator-title"), texts, facts });
    }

    fn facts(&self) -> Vec<Fact> {
        let operator = self.tab.operator;
        let known = [
            ("operator-name", &operator.name),
            ("operator-address", &operator.address),
            ("operator-email", &operator.email),
            ("operator-hours", &operator.hours),
        ];
        let fact = |(key, value): (&str, &Option<String>)| {
            let value = value.clone()?;
            let link = (key == "operator-email").then(|| format!("mailto:{value}"));
            Some(Fact { name: self.page.text(key), value, link })
        };
        known.into_iter().filter_map(fact).collect()
    }

    fn render(self, changed: Option<(u16, u8, u8)>) -> String {
        let lead = self.page.text(&format!("{}-lead", self.name));
        let language = self.tab.language;
        let dated =
            changed.map(|day| i18n::text_with(language, "paper-dated", &[("name", date(language, day))]));
        render(&PaperPage { page: self.page, lead, sections: self.sections, dated })
    }
}

/// A date in digits in the format of the language.
fn date(language: Language, (year, month, day): (u16, u8, u8)) -> String {
    match language {
        Language::En => format!("{year}-{month:02}-{day:02}"),
        Language::De | Language::Ru | Language::Pl | Language::Uk => format!("{day:02}.{month:02}.{year}"),
        Language::Es | Language::Fr | Language::PtBr => format!("{day:02}/{month:02}/{year}"),
    }
}

#[derive(Template)]
#[template(path = "public/paper.html")]
struct PaperPage<'a> {
    page: TabPage<'a>,
    lead: String,
    sections: Vec<Section>,
    dated: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::operator::Operator;

    #[test]
    fn pages_name_the_operator_or_say_that_it_is_unknown() {
        let unknown = Operator::default();
        let name = Some("Example Ltd".to_owned());
        let email = Some("help@example.com".to_owned());
        let known = Operator { name, email, ..Operator::default() };
        for language in Language::ALL {
            let tab = |operator| Tab { language, asset_base: "/static/0", request_id: "0190", operator };
            let silent = i18n::text(language, "operator-unknown");
            for page in [privacy, terms] {
                assert!(page(&tab(&unknown)).contains(&silent));
                assert!(page(&tab(&known)).contains("Example Ltd") && !page(&tab(&known)).contains(&silent));
            }
            let (write, ask) = (
                i18n::text(language, "support-contact-title"),
                i18n::text(language, "support-contact-none-title"),
            );
            let (with_address, without) = (support(&tab(&known)), support(&tab(&unknown)));
            assert!(
                with_address.contains("href=\"mailto:help@example.com\"") && with_address.contains(&write)
            );
            assert!(!without.contains("mailto:") && without.contains(&ask) && !without.contains(&write));
        }
    }

    #[test]
    fn papers_show_their_date() {
        assert_eq!(date(Language::En, CHANGED), "2026-11-29");
        assert_eq!(date(Language::De, CHANGED), "29.11.2026");
        assert_eq!(date(Language::Fr, CHANGED), "29/11/2026");
    }
}
