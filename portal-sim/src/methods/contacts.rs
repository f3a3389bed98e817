//! `crm.contact.*` but for deleting.

use super::id_param;
use crate::crm::{CONTACT, Kind, ListRequest};
use crate::events;
use crate::lock;
use crate::php::{Php, PhpArray, php, truthy};
use crate::rest::{Outcome, Reply, RestError, Session};

/// `crm.contact.list`: the contacts of category 0 that the user may read.
pub(super) fn list(session: &mut Session, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(CONTACT, params);
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    if !user.may_read_any() {
        return Err(RestError::access_denied());
    }
    let visible = |contact: &crate::crm::Contact| contact.category == 0 && user.may_read(contact.assigned_by);
    let page = request.run(&data.crm.contacts, visible);
    let rows = page.rows.iter().map(|contact| contact.print(request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

/// `crm.contact.get`: rights come first, so that a missing contact looks forbidden to ordinary users.
pub(super) fn get(session: &mut Session, params: &PhpArray) -> Outcome {
    let Some(id) = u64::try_from(id_param(params)).ok().filter(|id| *id > 0) else {
        return Err(RestError::nameless("ID is not defined or invalid."));
    };
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    match data.crm.contacts.get(&id).filter(|contact| contact.category == 0) {
        Some(contact) if user.may_read(contact.assigned_by) => Ok(contact.full().into()),
        None if user.may_read_all() => Err(RestError::nameless("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// `crm.contact.fields`.
pub(super) fn fields(_: &mut Session, _: &PhpArray) -> Outcome {
    let mut all = PhpArray::default();
    for field in CONTACT.iter().filter(|field| field.kind != Kind::Hidden) {
        let mut described = php! {
            "type" => type_name(field.name, field.kind),
            "isRequired" => false,
            "isReadOnly" => field.read_only,
            "isImmutable" => false,
            "isMultiple" => matches!(field.kind, Kind::Multi | Kind::NoColumn),
            "isDynamic" => field.name.starts_with("UF_"),
            "title" => field.name,
        };
        if field.name.starts_with("UF_") {
            described.array_mut().set("formLabel", "Note");
            described.array_mut().set("listLabel", "Note");
        }
        all.set(field.name, described);
    }
    Ok(Php::Array(all).into())
}

fn type_name(name: &str, kind: Kind) -> &'static str {
    match kind {
        _ if name.ends_with("_BY_ID") => "user",
        Kind::Number => "integer",
        Kind::Status => "crm_status",
        Kind::Flag => "char",
        Kind::Date => "datetime",
        Kind::Money => "double",
        Kind::Link | Kind::NoColumn => "crm_company",
        Kind::Multi => "crm_multifield",
        Kind::Text | Kind::Hidden => "string",
    }
}

/// `crm.contact.add`: the new number, as a number.
pub(super) fn add(session: &mut Session, params: &PhpArray) -> Outcome {
    let Some(fields) = params.get("fields").or_else(|| params.get("FIELDS")).and_then(Php::as_array) else {
        return Err(RestError::nameless("Parameter 'fields' must be array."));
    };
    let now = session.portal.world.clock.now();
    let user_id = session.access.user_id;
    let mut data = lock(&session.portal.core.data);
    let user = data.acting(user_id);
    // Any filled IMPORT, even "N", asks for the right to import.
    let importing = params.get("params").and_then(|params| params.get("IMPORT")).is_some_and(truthy);
    if !user.may_read_any() || importing && !user.admin {
        return Err(RestError::access_denied());
    }
    if ["NAME", "LAST_NAME"].iter().all(|name| fields.get(name).is_none_or(|value| !truthy(value))) {
        return Err(RestError::nameless("One of the fields 'First name', 'Last name' is required."));
    }
    let mut contact = crate::crm::Contact::new(data.crm.next_contact_id(), user_id, now);
    contact.assign(fields, false);
    let id = data.crm.insert_contact(contact);
    drop(data);
    events::send_contact(&session.portal, "ONCRMCONTACTADD", id, user_id);
    Ok(id.into())
}

/// `crm.contact.update`.
pub(super) fn update(session: &mut Session, params: &PhpArray) -> Outcome {
    let Some(id) = u64::try_from(id_param(params)).ok().filter(|id| *id > 0) else {
        return Err(RestError::nameless("ID is not defined or invalid."));
    };
    let fields = params.get("fields").or_else(|| params.get("FIELDS")).and_then(Php::as_array);
    let Some(fields) = fields else {
        return Err(RestError::nameless("Parameter 'fields' must be array."));
    };
    let now = session.portal.world.clock.now();
    let user_id = session.access.user_id;
    let mut data = lock(&session.portal.core.data);
    let user = data.acting(user_id);
    let Some(mut contact) = data.crm.contacts.get(&id).cloned() else {
        let refusal = RestError::nameless("Not found");
        return Err(if user.may_read_all() { refusal } else { RestError::access_denied() });
    };
    if !user.may_read(contact.assigned_by) {
        return Err(RestError::access_denied());
    }
    contact.assign(fields, false);
    contact.modified_by = user_id;
    contact.modified_at = now;
    data.crm.insert_contact(contact);
    drop(data);
    events::send_contact(&session.portal, "ONCRMCONTACTUPDATE", id, user_id);
    Ok(true.into())
}
