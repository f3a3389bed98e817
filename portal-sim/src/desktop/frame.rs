//! The application's frame: the hidden form that is posted into it, and what the page's script needs to answer its
//! messages. Each rendering has a new `APP_SID` and a new pair of tokens.

use serde_json::json;
use url::Url;
use url::form_urlencoded::Serializer;

use super::html::{Html, fill};
use super::session::Visitor;
use super::words::translate;
use crate::php::{Php, PhpArray};
use crate::portal::{FramePost, Portal};
use crate::world::Placement;

const FIELD: &str = r#"<input type="hidden" name="{{name}}" value="{{value}}">"#;

/// The page in the frame.
pub(super) enum FramePage {
    /// The main page, or the installer page before the installation is finished.
    App,
    /// The page of a widget.
    Widget(Placement),
}

/// Renders the frame with its form.
pub(super) fn render(
    portal: &Portal,
    visitor: &Visitor,
    page: &FramePage,
    options: &PhpArray,
    testid: &'static str,
) -> Html {
    let code = match page {
        FramePage::App => "DEFAULT",
        FramePage::Widget(widget) => &widget.placement,
    };
    let post = portal.frame_post(visitor.user.id).lang(visitor.lang).set("PLACEMENT", code);
    let post = if options.is_empty() { post } else { post.set("PLACEMENT_OPTIONS", &php_json(options)) };
    let action = match page {
        FramePage::App => post.url(),
        FramePage::Widget(widget) => address(&widget.handler, &post.query),
    };
    let sid = field(&post, "APP_SID");
    fill(
        &translate(include_str!("../../assets/templates/frame.html"), visitor.lang),
        &[
            ("sid", Html::text(sid)),
            ("action", Html::text(&action)),
            ("frame_name", Html::text(&format!("{}|0|{sid}", portal.domain()))),
            ("fields", post.body.iter().map(|(name, value)| hidden(name, value)).collect()),
            ("testid", Html::markup(testid)),
            ("boot", Html::json(&boot(portal, visitor, &post, &action, options))),
        ],
    )
}

/// What the page's script needs to know. `init` is the answer to `getInitData`.
fn boot(
    portal: &Portal,
    visitor: &Visitor,
    post: &FramePost,
    action: &str,
    options: &PhpArray,
) -> serde_json::Value {
    let user_id = visitor.user.id;
    let data = portal.data();
    let user_options = data.app.user_options.get(&user_id).cloned().unwrap_or_default();
    let app_options = data.app.options.clone();
    let first_run = !data.app.started_by.contains(&user_id);
    drop(data);
    json!({
        "app_sid": field(post, "APP_SID"),
        "app_origin": Url::parse(action).map(|url| url.origin().ascii_serialization()).unwrap_or_default(),
        "placement": field(post, "PLACEMENT"),
        "init": {
            "LANG": visitor.lang,
            "DOMAIN": portal.domain(),
            "PROTOCOL": 0,
            "PATH": "/rest",
            "AUTH_ID": field(post, "AUTH_ID"),
            "AUTH_EXPIRES": field(post, "AUTH_EXPIRES"),
            "REFRESH_ID": field(post, "REFRESH_ID"),
            "MEMBER_ID": portal.member_id(),
            "FIRST_RUN": first_run,
            "IS_ADMIN": visitor.user.admin,
            "INSTALL": post.target() == "install",
            "USER_OPTIONS": Php::Array(user_options),
            "APP_OPTIONS": Php::Array(app_options),
            "PLACEMENT": field(post, "PLACEMENT"),
            "PLACEMENT_OPTIONS": Php::Array(options.clone()),
        },
    })
}

fn field<'p>(post: &'p FramePost, name: &str) -> &'p str {
    post.get(name).unwrap_or_default()
}

fn address(page: &str, query: &[(String, String)]) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    let query = Serializer::new(String::new()).extend_pairs(query).finish();
    format!("{page}{joint}{query}")
}

fn hidden(name: &str, value: &str) -> Html {
    fill(FIELD, &[("name", Html::text(name)), ("value", Html::text(value))])
}

/// JSON as PHP writes it, with escaped slashes. Slashes occur only in texts.
fn php_json(options: &PhpArray) -> String {
    Php::Array(options.clone()).to_text().replace('/', "\\/")
}
