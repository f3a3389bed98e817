//! `event.*`: binding event handlers. A second binding of a handler answers `ERROR_CORE`, which means success
//! (`yuliai/bitrix-modules rest/lib/api/event.php`).

use super::context::{Context, Outcome};
use super::error::RestError;
use super::params::{check_handler_url, required};
use crate::php::{Php, PhpArray, int, php, text};
use crate::world::EventHandler;

const KNOWN: [&str; 12] = [
    "ONAPPINSTALL",
    "ONAPPUNINSTALL",
    "ONAPPUPDATE",
    "ONAPPPAYMENT",
    "ONAPPMETHODCONFIRM",
    "ONUSERADD",
    "ONCRMCONTACTADD",
    "ONCRMCONTACTUPDATE",
    "ONCRMCONTACTDELETE",
    "ONCRMACTIVITYDELETE",
    "ONCRMDEALDELETE",
    "ONCRMCOMPANYDELETE",
];

pub(super) fn list(_: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(Php::list(KNOWN).into())
}

pub(super) fn bind(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let event = required(params, "event")?.to_uppercase();
    if !KNOWN.contains(&event.as_str()) {
        return Err(RestError::new(400, "ERROR_EVENT_NOT_FOUND", "Event not found"));
    }
    let offline = params.get("event_type").is_some_and(|kind| text(kind) == "offline");
    let handler = if offline { String::new() } else { required(params, "handler")? };
    if !offline {
        check_handler_url(&handler)?;
    }
    let mut data = context.data();
    let user = context.user(&data);
    let mut auth_type = u64::try_from(params.get("auth_type").map_or(0, int)).unwrap_or_default();
    if !user.admin {
        if auth_type != 0 && auth_type != user.id {
            return Err(RestError::forbidden());
        }
        auth_type = user.id;
    }
    let same = |bound: &EventHandler| {
        (&bound.event, &bound.handler, bound.auth_type) == (&event, &handler, auth_type)
    };
    if data.app.handlers.iter().any(same) {
        let text = "Unable to set event handler: Handler already binded";
        return Err(RestError::new(400, "ERROR_CORE", text));
    }
    let id = data.app.next_id();
    data.app.handlers.push(EventHandler { id, event, handler, auth_type, bound_by: user.id, offline });
    Ok(true.into())
}

pub(super) fn unbind(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let event = required(params, "event")?.to_uppercase();
    let handler = params.get("handler").map(text).unwrap_or_default();
    let auth_type = params.get("auth_type").map(int);
    let mut data = context.data();
    let user = context.user(&data);
    let before = data.app.handlers.len();
    data.app.handlers.retain(|bound| {
        let own = user.admin || bound.auth_type == user.id;
        let same_user = auth_type.is_none_or(|id| u64::try_from(id) == Ok(bound.auth_type));
        !(own && same_user && bound.event == event && bound.handler == handler)
    });
    let count = before - data.app.handlers.len();
    Ok(php! { "count" => count }.into())
}

pub(super) fn get(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    let data = context.data();
    let user = context.user(&data);
    let own = data.app.handlers.iter().filter(|bound| user.admin || bound.auth_type == user.id);
    let rows = own.map(|bound| {
        php! {
            "event" => bound.event.as_str(),
            "handler" => bound.handler.as_str(),
            "auth_type" => bound.auth_type.to_string(),
            "offline" => i64::from(bound.offline),
        }
    });
    Ok(Php::list(rows).into())
}
