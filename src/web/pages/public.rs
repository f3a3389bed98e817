//! Public pages for a browser tab: the product, and the result of connecting a portal. `papers` has privacy, terms,
//! support and help. These pages share a layout without scripts.

use askama::Template;

use super::{ErrorView, render};
use crate::domain::language::Language;
use crate::domain::operator::Operator;
use crate::i18n;

/// What every page in a tab needs.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// The language of the page.
    pub language: Language,
    /// The base address of the styles, without a slash at the end.
    pub asset_base: &'a str,
    /// The request id that users can tell support.
    pub request_id: &'a str,
    /// The operator of this service.
    pub operator: &'a Operator,
}

/// The user and the portal of a new connection.
#[derive(Debug, Clone, Copy)]
pub struct Connected<'a> {
    /// The user's name in the portal.
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

/// The confirmation page before the browser is sent to a portal.
#[must_use]
pub fn start(tab: &Tab<'_>, portal: &str) -> String {
    render(&StartPage { page: TabPage::named(tab, "connect-start-title"), portal })
}

/// The page after a portal was connected.
#[must_use]
pub fn connected(tab: &Tab<'_>, who: &Connected<'_>) -> String {
    render(&ConnectedPage { page: TabPage::named(tab, "connected-title"), who })
}

/// The page after a portal could not be connected. It has no data, and a link back to the start.
#[must_use]
pub fn failed(tab: &Tab<'_>, view: &ErrorView) -> String {
    render(&FailedPage { page: TabPage { tab, title: view.title.clone() }, view })
}

/// The page for an unknown address, with links to the existing pages.
#[must_use]
pub fn missing(tab: &Tab<'_>) -> String {
    render(&MissingPage { page: TabPage::named(tab, "page-error-not-found-title") })
}

pub(super) struct TabPage<'a> {
    pub(super) tab: &'a Tab<'a>,
    /// If it is empty, the title is only the product's name.
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

    /// The language's code in the addresses of our pages. Links with it keep the language.
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

    /// Each language with its code, tag and own name, and whether it is the page's language.
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
    fn public_pages_have_no_script_and_hostile_texts_never_become_markup() {
        for page in pages(Language::En) {
            assert!(!page.contains("<script") && !page.contains("<!--"), "{page}");
            assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains("javascript:"));
        }
    }

    #[test]
    fn each_paper_names_the_app_in_its_text() {
        for language in Language::ALL {
            for paper in &pages(language)[1..5] {
                let main = paper.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
                assert!(main.is_some_and(|main| main.contains("Contact Eraser")), "{}", language.tag());
            }
        }
    }
}
