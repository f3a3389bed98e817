//! The application's widgets in the CRM: bound by `placement.bind`, seen once the installation is finished.

use super::html::{Html, fill};
use super::session::Visitor;
use crate::php::{Php, php};
use crate::portal::{Placement, Portal};

/// The application's name in menus and titles.
pub(super) const APP_NAME: &str = "Contact Eraser";

const BUTTON: &str = r#"<button class="{{class}}" type="button"{{role}} data-widget="{{id}}" data-options="{{options}}" data-placement="{{code}}" data-testid="desktop-widget-button">{{title}}</button>"#;

/// Where widgets of a contact stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In the menu of a row of the list.
    ListMenu,
    /// Above the card.
    Toolbar,
    /// In the menu above the list: it is about no contact.
    ListToolbar,
}

impl Place {
    fn code(self) -> &'static str {
        match self {
            Self::ListMenu => "CRM_CONTACT_LIST_MENU",
            Self::Toolbar => "CRM_CONTACT_DETAIL_TOOLBAR",
            Self::ListToolbar => "CRM_CONTACT_LIST_TOOLBAR",
        }
    }
}

/// The buttons of all widgets that are bound to this place.
pub(super) fn buttons(portal: &Portal, visitor: &Visitor, place: Place, contact_id: u64) -> Html {
    let bound = shown(portal, visitor);
    bound
        .iter()
        .filter(|widget| widget.placement == place.code())
        .map(|widget| button(widget, visitor, place, contact_id))
        .collect()
}

/// The bound widget with this number, if this person sees it.
pub(super) fn find(portal: &Portal, visitor: &Visitor, id: u64) -> Option<Placement> {
    shown(portal, visitor).into_iter().find(|widget| widget.id == id)
}

fn shown(portal: &Portal, visitor: &Visitor) -> Vec<Placement> {
    if portal.is_installed() && portal.may_use_app(visitor.user.id) {
        portal.placements()
    } else {
        Vec::new()
    }
}

fn button(widget: &Placement, visitor: &Visitor, place: Place, contact_id: u64) -> Html {
    let (class, role) = match place {
        Place::ListMenu => ("popup-item", r#" role="menuitem""#),
        Place::Toolbar | Place::ListToolbar => ("button", ""),
    };
    fill(
        BUTTON,
        &[
            ("class", Html::markup(class)),
            ("role", Html::markup(role)),
            ("id", Html::text(&widget.id.to_string())),
            ("options", Html::text(&options(place, contact_id).to_text())),
            ("code", Html::text(&widget.placement)),
            ("title", Html::text(title(widget, visitor.lang))),
        ],
    )
}

/// `PLACEMENT_OPTIONS` of a contact's widget: the number is text. The entry above the list says no number.
fn options(place: Place, contact_id: u64) -> Php {
    let uri = match place {
        Place::ListToolbar => return php! { "URI" => "/crm/contact/list/" },
        Place::ListMenu => "/crm/contact/list/".to_owned(),
        Place::Toolbar => format!("/crm/contact/details/{contact_id}/"),
    };
    php! { "ID" => contact_id.to_string(), "URI" => uri }
}

/// The title in the person's language, in English, or as it was given without a language.
fn title<'w>(widget: &'w Placement, lang: &str) -> &'w str {
    let in_language = |lang| widget.lang_all[lang]["TITLE"].as_str();
    let given = Some(widget.title.as_str());
    [in_language(lang), in_language("en"), given]
        .into_iter()
        .flatten()
        .find(|text| !text.is_empty())
        .unwrap_or(APP_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_widgets_title_follows_the_language() {
        let widget = Placement {
            id: 1,
            placement: Place::Toolbar.code().to_owned(),
            handler: String::new(),
            title: "plain".to_owned(),
            description: String::new(),
            group_name: String::new(),
            lang_all: serde_json::json!({"de": {"TITLE": "Löschen"}, "en": {"TITLE": "Delete"}}),
        };
        assert_eq!(title(&widget, "de"), "Löschen");
        assert_eq!(title(&widget, "pl"), "Delete");
        assert_eq!(title(&Placement { lang_all: serde_json::json!([]), ..widget }, "pl"), "plain");
    }

    #[test]
    fn the_number_of_a_contact_is_text() {
        assert_eq!(options(Place::Toolbar, 5).to_text(), r#"{"ID":"5","URI":"/crm/contact/details/5/"}"#);
    }
}
