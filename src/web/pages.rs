//! The pages as HTML. Each function gets all data that its template shows.
//!
//! The template engine escapes everything that it prints. The only exception is the boot JSON, which is escaped below.
//! Only this module and its submodules use the template engine.

pub mod overview;
pub mod papers;
pub mod public;
pub mod record;

use std::collections::BTreeMap;

use askama::Template;
use serde::Serialize;

use crate::domain::language::Language;
use crate::i18n;

/// What every page in the portal's frame needs.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The language of the page.
    pub language: Language,
    /// The base address of styles and scripts, without a slash at the end.
    pub asset_base: &'a str,
    /// The address of the portal's JavaScript library.
    pub bx24_js_url: &'a str,
    /// The request id that users can tell support.
    pub request_id: &'a str,
}

/// The data that the page's script starts with.
#[derive(Clone, Serialize)]
pub struct Boot {
    /// The session token for the browser API.
    pub session: String,
    /// When the session ends, in seconds since 1970.
    pub expires_at: i64,
    /// The portal's member id.
    pub member_id: String,
    /// The portal's host.
    pub portal_domain: String,
    /// The portal's origin, for links into it.
    pub portal_origin: String,
    /// The signed-in user.
    pub user_id: u64,
    /// The signed-in user's name.
    pub user_name: String,
    /// Whether the user is an administrator of the portal.
    pub admin: bool,
    /// Whether the page starts with the introduction.
    #[serde(skip)]
    pub introduce: bool,
    /// Whether the settings keep the user from deleting: the page then offers no deletion.
    #[serde(skip)]
    pub barred: bool,
    /// The contact that a widget was opened for.
    pub contact_id: Option<u64>,
}

/// The result of the installation on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstallOutcome {
    /// Everything is stored and connected. The page may finish the installation in the portal.
    Ready {
        /// Parts that this portal does not offer, in the page's language.
        skipped: Vec<String>,
    },
    /// The page must not finish the installation.
    Failed {
        /// The reason, as a sentence in the page's language.
        reason: String,
        /// The parts that failed, in the page's language.
        failed_steps: Vec<String>,
    },
}

/// The notice at the top of the app page, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// What it is about: `unpaid`, `barred` or `missing`.
    pub about: &'static str,
    /// `info` or `error`.
    pub kind: &'static str,
    /// The heading.
    pub title: String,
    /// The explanation and the next step.
    pub text: String,
    /// The affected parts, one sentence each.
    pub items: Vec<String>,
}

/// The texts of an error page, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorView {
    /// The heading.
    pub title: String,
    /// What happened, what it means for the contacts, and what to do next.
    pub detail: String,
    /// Whether reloading the page may help.
    pub retry: bool,
}

/// The app page: the list of contacts.
#[must_use]
pub fn app(frame: &Frame<'_>, boot: &Boot, banner: Option<&Banner>) -> String {
    let page = Page::in_frame(frame, "app-title");
    let boot_json = boot_json(page.language, Some(boot));
    render(&AppPage { page, boot_json, boot, banner })
}

/// The widget page for one contact.
#[must_use]
pub fn placement(frame: &Frame<'_>, boot: &Boot) -> String {
    let page = Page::in_frame(frame, "widget-title");
    render(&PlacementPage { page, boot_json: boot_json(page.language, Some(boot)) })
}

/// The page of the portal's installer. Its script finishes the installation only if the outcome is `Ready`.
#[must_use]
pub fn install(frame: &Frame<'_>, boot: Option<&Boot>, outcome: &InstallOutcome) -> String {
    let page = Page::in_frame(frame, "install-title");
    let (steps, state) = match (outcome, boot) {
        (InstallOutcome::Ready { .. }, _) => (["done", "done", "done", "current"], "working"),
        (InstallOutcome::Failed { .. }, Some(_)) => (["done", "done", "failed", "pending"], "failed"),
        (InstallOutcome::Failed { .. }, None) => (["failed", "pending", "pending", "pending"], "failed"),
    };
    let names = ["verify", "store", "connect", "finish"];
    let steps = names.into_iter().zip(steps).map(|(name, state)| Step { name, state }).collect();
    render(&InstallPage { page, boot_json: boot_json(page.language, boot), outcome, steps, state })
}

/// The page for a request that could not be verified or served. It has no data, no session and no portal script.
#[must_use]
pub fn error(language: Language, asset_base: &str, request_id: &str, view: &ErrorView) -> String {
    let page = Page { language, asset_base, request_id, bx24_js_url: None, title: &view.title };
    render(&ErrorPage { page, view })
}

/// The page for a user who opened the app's address in a browser tab.
#[must_use]
pub fn outside(language: Language, asset_base: &str, request_id: &str) -> String {
    let page = Page { language, asset_base, request_id, bx24_js_url: None, title: "" };
    render(&OutsidePage { page })
}

/// What the base layout needs.
#[derive(Clone, Copy)]
struct Page<'a> {
    language: Language,
    asset_base: &'a str,
    request_id: &'a str,
    bx24_js_url: Option<&'a str>,
    /// For our own pages the key of a text, for error pages the text. If it is empty, the title is only the product's
    /// name.
    title: &'a str,
}

impl<'a> Page<'a> {
    fn in_frame(frame: &Frame<'a>, title: &'a str) -> Self {
        Self {
            language: frame.language,
            asset_base: frame.asset_base,
            request_id: frame.request_id,
            bx24_js_url: Some(frame.bx24_js_url),
            title,
        }
    }

    fn lang(&self) -> &'static str {
        self.language.tag()
    }

    fn text(&self, key: &str) -> String {
        i18n::text(self.language, key)
    }

    fn part(&self, group: &str, name: &str) -> String {
        i18n::text(self.language, &format!("{group}-{name}"))
    }

    fn document_title(&self) -> String {
        let product = self.text("product-name");
        match (self.title, self.bx24_js_url) {
            ("" | "app-title", _) => product,
            (title, None) => format!("{title} · {product}"),
            (key, Some(_)) => format!("{} · {product}", self.text(key)),
        }
    }
}

/// One step of the installation. `name` is part of the keys of its texts.
struct Step {
    name: &'static str,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "app.html")]
struct AppPage<'a> {
    page: Page<'a>,
    boot_json: String,
    /// Decides whether the page shows the parts for administrators. Each call checks the permission again.
    boot: &'a Boot,
    banner: Option<&'a Banner>,
}

#[derive(Template)]
#[template(path = "placement.html")]
struct PlacementPage<'a> {
    page: Page<'a>,
    boot_json: String,
}

#[derive(Template)]
#[template(path = "install.html")]
struct InstallPage<'a> {
    page: Page<'a>,
    boot_json: String,
    outcome: &'a InstallOutcome,
    steps: Vec<Step>,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: Page<'a>,
    view: &'a ErrorView,
}

#[derive(Template)]
#[template(path = "outside.html")]
struct OutsidePage<'a> {
    page: Page<'a>,
}

/// The boot data, and the texts that the script needs.
#[derive(Serialize)]
struct BootData<'a> {
    #[serde(flatten)]
    boot: Option<&'a Boot>,
    language: &'static str,
    messages: Option<&'static BTreeMap<String, i18n::Message>>,
}

/// The boot JSON, safe inside a `<script>`: it cannot end the element or open a comment.
fn boot_json(language: Language, boot: Option<&Boot>) -> String {
    let data = BootData { boot, language: language.tag(), messages: i18n::script_messages(language) };
    let json = serde_json::to_string(&data).unwrap_or_else(|_| "{}".to_owned());
    let mut safe = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

/// Rendering into memory cannot fail, because no template calls fallible code.
fn render(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "</script><script>alert(1)</script>&\u{2028}\"'<!--";

    fn frame(language: Language) -> Frame<'static> {
        Frame {
            language,
            asset_base: "/static/0f3ab2",
            bx24_js_url: "https://api.bitrix24.com/api/v1/",
            request_id: "0190",
        }
    }

    fn boot() -> Boot {
        Boot {
            session: "token".to_owned(),
            expires_at: 1,
            member_id: "m".to_owned(),
            portal_domain: "a.bitrix24.com".to_owned(),
            portal_origin: "https://a.bitrix24.com".to_owned(),
            user_id: 1,
            user_name: HOSTILE.to_owned(),
            admin: true,
            introduce: true,
            barred: false,
            contact_id: Some(50),
        }
    }

    fn pages(language: Language) -> Vec<String> {
        let (frame, boot) = (frame(language), boot());
        let failed =
            InstallOutcome::Failed { reason: HOSTILE.to_owned(), failed_steps: vec![HOSTILE.to_owned()] };
        let ready = InstallOutcome::Ready { skipped: vec![HOSTILE.to_owned()] };
        let view = ErrorView { title: HOSTILE.to_owned(), detail: HOSTILE.to_owned(), retry: true };
        let (title, text, items) = (HOSTILE.to_owned(), HOSTILE.to_owned(), vec![HOSTILE.to_owned()]);
        let banner = Banner { about: "missing", kind: "info", title, text, items };
        vec![
            app(&frame, &boot, None),
            app(&frame, &boot, Some(&banner)),
            placement(&frame, &boot),
            install(&frame, Some(&boot), &ready),
            install(&frame, None, &failed),
            error(language, frame.asset_base, HOSTILE, &view),
            outside(language, frame.asset_base, "0190"),
        ]
    }

    #[test]
    fn every_page_names_its_language_and_no_text_is_missing() {
        for language in Language::ALL {
            for page in pages(language) {
                assert!(page.contains(&format!("<html lang=\"{}\"", language.tag())));
                assert!(!page.contains("Unknown localization"), "{page}");
            }
        }
    }

    #[test]
    fn hostile_texts_never_become_markup() {
        for page in pages(Language::En) {
            assert!(!page.contains("<script>") && !page.contains("</script><script>"), "{page}");
            assert!(!page.contains("<!--"), "{page}");
        }
    }

    #[test]
    fn pages_have_no_inline_styles_or_scripts() {
        for page in pages(Language::En) {
            assert!(!page.contains(" style=") && !page.contains("<style"), "{page}");
            assert!(!page.contains(" onclick=") && !page.contains("javascript:"), "{page}");
            for script in page.split("<script").skip(1) {
                assert!(script.contains(" src=\"") || script.starts_with(" type=\"application/json\""));
            }
        }
    }

    #[test]
    fn the_boot_data_survives_escaping() {
        let page = app(&frame(Language::PtBr), &boot(), None);
        let json = page.split("id=\"boot\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let data: serde_json::Value = serde_json::from_str(json.expect("boot data")).expect("json");
        assert_eq!(data["user_name"], HOSTILE);
        assert_eq!(data["contact_id"], 50);
        assert_eq!(data["language"], "pt-BR");
        assert!(data["messages"]["js-delete-name"].is_string());
    }

    #[test]
    fn only_a_ready_installation_is_finished_by_the_page() {
        let (frame, boot) = (frame(Language::En), boot());
        let ready = install(&frame, Some(&boot), &InstallOutcome::Ready { skipped: vec![] });
        assert!(ready.contains("data-state=\"working\""));
        let failed = InstallOutcome::Failed { reason: "No.".to_owned(), failed_steps: vec![] };
        let failed = install(&frame, Some(&boot), &failed);
        assert!(failed.contains("data-state=\"failed\"") && failed.contains("install-retry"));
        assert!(!failed.contains("data-state=\"working\""));
    }

    #[test]
    fn pages_without_a_verified_request_have_no_session_and_no_portal_script() {
        let view = ErrorView { title: "T".to_owned(), detail: "D".to_owned(), retry: false };
        let asset = "/static/x";
        for page in [error(Language::En, asset, "0190", &view), outside(Language::En, asset, "0190")] {
            assert!(!page.contains("id=\"boot\"") && !page.contains("bx24-js"));
        }
    }
}
