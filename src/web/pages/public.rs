//! The pages for a browser tab that everybody may open: the product, and how connecting a portal ended. Its papers are
//! in `papers`. They have a layout of their own, without scripts.

use askama::Template;

use super::{ErrorView, render};
use crate::domain::language::Language;
use crate::domain::operator::Operator;
use crate::i18n;

/// What every page in a tab needs.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// The language that the page speaks.
    pub language: Language,
    /// Where the styles are served from, without a slash at the end.
    pub asset_base: &'a str,
    /// The request id that people can tell support.
    pub request_id: &'a str,
    /// Who runs this service.
    pub operator: &'a Operator,
}

/// Who has connected which portal.
#[derive(Debug, Clone, Copy)]
pub struct Connected<'a> {
    /// The user's name, as the portal has it.
    pub user_name: &'a str,
    /// The portal's host.
    pub portal: &'a str,
    /// The portal's origin, for the link into it.
    pub portal_origin: &'a str,
}

/// The product page with the form that connects a portal.
#[must_use]
pub fn home(tab: &Tab<'_>) -> String {
    render(&HomePage { page: TabPage::named(tab, "") })
}

/// The question before a browser is sent to a portal.
#[must_use]
pub fn start(tab: &Tab<'_>, portal: &str) -> String {
    render(&StartPage { page: TabPage::named(tab, "connect-start-title"), portal })
}

/// A portal was connected.
#[must_use]
pub fn connected(tab: &Tab<'_>, who: &Connected<'_>) -> String {
    render(&ConnectedPage { page: TabPage::named(tab, "connected-title"), who })
}

/// A portal was not connected: no data, and a way back to the start.
#[must_use]
pub fn failed(tab: &Tab<'_>, view: &ErrorView) -> String {
    render(&FailedPage { page: TabPage { tab, title: view.title.clone() }, view })
}

/// An address of this service at which there is nothing, and the way to what there is.
#[must_use]
pub fn missing(tab: &Tab<'_>) -> String {
    render(&MissingPage { page: TabPage::named(tab, "page-error-not-found-title") })
}

pub(super) struct TabPage<'a> {
    pub(super) tab: &'a Tab<'a>,
    /// Empty for the product's name alone.
    pub(super) title: String,
}

impl<'a> TabPage<'a> {
    pub(super) fn named(tab: &'a Tab<'a>, key: &str) -> Self {
        let title = if key.is_empty() { String::new() } else { i18n::text(tab.language, key) };
        Self { tab, title }
    }

    pub(super) fn lang(&self) -> &'static str {
        self.tab.language.tag()
    }

    /// As the addresses of our pages name the language, so that a link leads on in the same one.
    pub(super) fn code(&self) -> &'static str {
        self.tab.language.bitrix_code()
    }

    pub(super) fn text(&self, key: &str) -> String {
        i18n::text(self.tab.language, key)
    }

    pub(super) fn part(&self, group: &str, name: &str, part: &str) -> String {
        self.text(&format!("{group}-{name}-{part}"))
    }

    pub(super) fn document_title(&self) -> String {
        let product = self.text("product-name");
        if self.title.is_empty() { product } else { format!("{} · {product}", self.title) }
    }

    /// Code, tag and own name of every language, and whether it is the page's.
    pub(super) fn languages(&self) -> [(&'static str, &'static str, &'static str, bool); 8] {
        Language::ALL.map(|language| {
            (language.bitrix_code(), language.tag(), own_name(language), language == self.tab.language)
        })
    }
}

fn own_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Ru => "Русский",
        Language::De => "Deutsch",
        Language::Es => "Español",
        Language::PtBr => "Português",
        Language::Fr => "Français",
        Language::Pl => "Polski",
        Language::Uk => "Українська",
    }
}

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage<'a> {
    page: TabPage<'a>,
}

#[derive(Template)]
#[template(path = "public/missing.html")]
struct MissingPage<'a> {
    page: TabPage<'a>,
}

#[derive(Template)]
#[template(path = "public/start.html")]
struct StartPage<'a> {
    page: TabPage<'a>,
    portal: &'a str,
}

#[derive(Template)]
#[template(path = "public/connected.html")]
struct ConnectedPage<'a> {
    page: TabPage<'a>,
    who: &'a Connected<'a>,
}

#[derive(Template)]
#[template(path = "public/failed.html")]
struct FailedPage<'a> {
    page: TabPage<'a>,
    view: &'a ErrorView,
}

#[cfg(test)]
mod tests {
    use super::super::papers::{help, privacy, support, terms};
    use super::*;

    const HOSTILE: &str = "</a><script>alert(1)</script>\"'<!-- onclick=x";

    fn pages(language: Language) -> Vec<String> {
        let hostile = || Some(HOSTILE.to_owned());
        let operator = Operator {
            name: hostile(),
            address: hostile(),
            email: Some("help@example.com".to_owned()),
            hours: hostile(),
            market_url: Some("https://www.bitrix24.com/apps/".to_owned()),
        };
        let tab = Tab { language, asset_base: "/static/0f3ab2", request_id: "0190", operator: &operator };
        let who = Connected { user_name: HOSTILE, portal: "a.com", portal_origin: "https://a.com" };
        let view = ErrorView { title: HOSTILE.to_owned(), detail: HOSTILE.to_owned(), retry: false };
        vec![
            home(&tab),
            privacy(&tab),
            terms(&tab),
            support(&tab),
            help(&tab),
            missing(&tab),
            start(&tab, HOSTILE),
            connected(&tab, &who),
            failed(&tab, &view),
        ]
    }

    #[test]
    fn every_page_names_its_language_and_the_app_and_no_text_is_missing() {
        for language in Language::ALL {
            for page in pages(language) {
                assert!(page.contains(&format!("<html lang=\"{}\"", language.tag())));
                assert!(page.contains("Contact Eraser"));
                assert!(!page.contains("Unknown localization"), "{page}");
            }
        }
    }

    #[test]
    fn there_is_no_script_and_nothing_hostile_becomes_markup() {
        for page in pages(Language::En) {
            assert!(!page.contains("<script") && !page.contains("<!--"), "{page}");
            assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains("javascript:"));
        }
    }

    #[test]
    fn the_papers_name_the_app_in_their_own_words() {
        for language in Language::ALL {
            for paper in &pages(language)[1..5] {
                let main = paper.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
                assert!(main.is_some_and(|main| main.contains("Contact Eraser")), "{}", language.tag());
            }
        }
    }
}
