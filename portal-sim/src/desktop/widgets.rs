//! The application's widgets in the CRM. `placement.bind` binds them; they are shown once the installation is finished.

use super::html::{Html, fill};
use super::session::Visitor;
use crate::php::{Php, php};
use crate::portal::Portal;
use crate::world::Placement;

/// The application's name in menus and titles.
pub(super) const APP_NAME: &str = "Contact Eraser";

const BUTTON: &str = r#"<button class="{{class}}" type="button"{{role}} data-widget="{{id}}" data-options="{{options}}" data-placement="{{code}}" data-testid="desktop-widget-button">{{title}}</button>"#;

/// The places of widgets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In the menu of a row in the list of contacts.
    ListMenu,
    /// Above the page of a contact.
    Toolbar,
    /// In the menu above the list. It belongs to no contact.
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

/// The buttons of all widgets in this place.
pub(super) fn buttons(portal: &Portal, visitor: &Visitor, place: Place, contact_id: u64) -> Html {
    let bound = shown(portal, visitor);
    bound
        .iter()
        .filter(|widget| widget.placement == place.code())
        .map(|widget| button(widget, visitor, place, contact_id))
        .collect()
}

/// The widget with this number, if this person may see it.
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

/// `PLACEMENT_OPTIONS` of a widget. The number of a contact is text; a widget above the list gets no number.
fn options(place: Place, contact_id: u64) -> Php {
    let uri = match place {
        Place::ListToolbar => return php! { "URI" => "/crm/contact/list/" },
        Place::ListMenu => "/crm/contact/list/".to_owned(),
        Place::Toolbar => format!("/crm/contact/details/{contact_id}/"),
    };
    php! { "ID" => contact_id.to_string(), "URI" => uri }
}

/// The title in the person's language, otherwise in English, otherwise the title without a language.
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
    fn a_widget_has_its_title_in_the_persons_language() {
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
    fn placement_options_have_the_contacts_number_as_text() {
        assert_eq!(options(Place::Toolbar, 5).to_text(), r#"{"ID":"5","URI":"/crm/contact/details/5/"}"#);
    }
}
