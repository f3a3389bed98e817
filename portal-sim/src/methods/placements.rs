//! `placement.*`: binding widgets. Only administrators may do it.

use super::context::{Context, Outcome};
use super::error::RestError;
use super::params::{check_handler_url, required};
use crate::php::{Php, PhpArray, php, text};
use crate::world::{Placement, PortalData};

const KNOWN: [&str; 12] = [
    "CRM_CONTACT_DETAIL_TAB",
    "CRM_CONTACT_DETAIL_ACTIVITY",
    "CRM_CONTACT_DETAIL_TOOLBAR",
    "CRM_CONTACT_LIST_MENU",
    "CRM_CONTACT_LIST_TOOLBAR",
    "CRM_CONTACT_ACTIVITY_TIMELINE_MENU",
    "CRM_CONTACT_DOCUMENTGENERATOR_BUTTON",
    "CRM_DEAL_DETAIL_TAB",
    "CRM_COMPANY_DETAIL_TAB",
    "LEFT_MENU",
    "REST_APP_URI",
    "PAGE_BACKGROUND_WORKER",
];

/// Places that take only one handler of an application.
const SINGLE: [&str; 2] = ["REST_APP_URI", "PAGE_BACKGROUND_WORKER"];

pub(super) fn list(_: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(Php::list(KNOWN).into())
}

pub(super) fn bind(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    check_admin(context, &data)?;
    let placement = required(params, "PLACEMENT")?.to_uppercase();
    let handler = required(params, "HANDLER")?;
    if !KNOWN.contains(&placement.as_str()) {
        return Err(RestError::new(400, "ERROR_PLACEMENT_NOT_FOUND", "Placement not found"));
    }
    check_handler_url(&handler)?;
    let mut same = data.app.placements.iter().filter(|bound| bound.placement == placement);
    if same.clone().any(|bound| bound.handler == handler) {
        let text = "Unable to set placement handler: Handler already binded";
        return Err(RestError::new(400, "ERROR_CORE", text));
    }
    if SINGLE.contains(&placement.as_str()) && same.next().is_some() {
        return Err(RestError::new(400, "ERROR_PLACEMENT_MAX_COUNT", "Placement max count: 1"));
    }
    let named = |name: &str| params.get(name).map(text).unwrap_or_default();
    let lang_all = params.get("LANG_ALL").map_or(serde_json::Value::Array(Vec::new()), Php::to_json);
    let (title, description, group_name) = (named("TITLE"), named("DESCRIPTION"), named("GROUP_NAME"));
    let id = data.app.next_id();
    data.app.placements.push(Placement { id, placement, handler, title, description, group_name, lang_all });
    Ok(true.into())
}

/// `placement.unbind`: counts each removed handler twice, as the portal's source does.
pub(super) fn unbind(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    check_admin(context, &data)?;
    let placement = required(params, "PLACEMENT")?.to_uppercase();
    let handler = params.get("HANDLER").map(text).filter(|handler| !handler.is_empty());
    let before = data.app.placements.len();
    data.app.placements.retain(|bound| {
        bound.placement != placement || handler.as_ref().is_some_and(|handler| *handler != bound.handler)
    });
    let count = 2 * (before - data.app.placements.len());
    Ok(php! { "count" => count }.into())
}

pub(super) fn get(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    let data = context.data();
    check_admin(context, &data)?;
    let rows = data.app.placements.iter().map(|bound| {
        php! {
            "id" => bound.id,
            "placement" => bound.placement.as_str(),
            "userId" => 0_i64,
            "handler" => bound.handler.as_str(),
            "options" => Php::empty(),
            "title" => bound.title.as_str(),
            "description" => bound.description.as_str(),
            "langAll" => Php::from_json(&bound.lang_all),
        }
    });
    Ok(Php::list(rows).into())
}

fn check_admin(context: &Context<'_>, data: &PortalData) -> Result<(), RestError> {
    if context.user(data).admin { Ok(()) } else { Err(RestError::forbidden()) }
}
