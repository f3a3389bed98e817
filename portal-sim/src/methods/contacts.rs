//! `crm.contact.*` but for deleting.

use super::id_param;
use crate::crm::{CONTACT, Contact, ListRequest, Trust};
use crate::events;
use crate::lock;
use crate::php::{Php, PhpArray, truthy};
use crate::portal::{Addition, Incident, Rights};
use crate::rest::{Outcome, Reply, RestError, Session};

/// `crm.contact.list`: the contacts of category 0 that the user may read.
pub(super) fn list(session: &mut Session, params: &PhpArray) -> Outcome {
    let mut request = ListRequest::parse(CONTACT, params);
    let data = lock(&session.portal.core.data);
    request.conditions.retain(|condition| !data.ignored.contains(condition.field()));
    let user = data.acting(session.access.user_id);
    if !user.may_read_any() {
        return Err(RestError::access_denied());
    }
    let visible = |contact: &Contact| contact.category == 0 && user.may_read(contact.assigned_by);
    let narrowed = data.crm.narrowed(&request.conditions);
    let page = request.run(data.crm.contacts(), narrowed, visible);
    if request.select.len() > 1 && page.rows.iter().any(|contact| data.unreadable.contains(&contact.id)) {
        return Err(RestError::fatal());
    }
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
    match data.crm.contact(id).filter(|contact| contact.category == 0) {
        Some(contact) if user.may_read(contact.assigned_by) => Ok(contact.full().into()),
        None if user.may_read_all() => Err(RestError::nameless("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// `crm.contact.add`: the new number, as a number.
pub(super) fn add(session: &mut Session, params: &PhpArray) -> Outcome {
    let given = |name: &str, upper: &str| params.get(name).or_else(|| params.get(upper));
    let Some(fields) = given("fields", "FIELDS").and_then(Php::as_array) else {
        return Err(RestError::nameless("Parameter 'fields' must be array."));
    };
    // Any filled IMPORT, even "N", asks for the right to import.
    let import = given("params", "PARAMS").and_then(|params| params.get("IMPORT")).is_some_and(truthy);
    let user = lock(&session.portal.core.data).acting(session.access.user_id);
    if !user.admin && (import || user.add == Rights::None) {
        return Err(RestError::access_denied());
    }
    create(session, fields, if import { Trust::Import } else { Trust::Caller }).map(Into::into)
}

/// Adds a contact as the caller. Whoever may only add what is the own cannot make it somebody else's.
pub(super) fn create(session: &mut Session, fields: &PhpArray, trust: Trust) -> Result<u64, RestError> {
    let (now, user_id) = (session.portal.world.clock.now(), session.access.user_id);
    let mut data = lock(&session.portal.core.data);
    let mut contact = Contact::new(data.crm.next_contact_id(), user_id, now);
    contact.assign(fields, trust);
    if !data.acting(user_id).may_add(contact.assigned_by) {
        return Err(RestError::nameless("Access denied"));
    }
    if let Some(why) = session.refusal.take() {
        return Err(RestError::lingering(&why));
    }
    if ["NAME", "LAST_NAME"].iter().all(|name| contact.text(name).trim().is_empty()) {
        contact.set("LAST_NAME", format!("Contact #{}", contact.id));
    }
    let origin = Some(contact.text("ORIGIN_ID").to_owned()).filter(|origin| !origin.is_empty());
    let id = data.crm.insert_contact(contact);
    data.additions.push(Addition {
        contact_id: id,
        user_id,
        method: session.method.clone(),
        at: now,
        origin,
    });
    drop(data);
    events::send_contact(&session.portal, "ONCRMCONTACTADD", id, user_id);
    session.portal.note(Incident::Addition);
    Ok(id)
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
    let Some(mut contact) = data.crm.contact(id).cloned() else {
        let refusal = RestError::nameless("Not found");
        return Err(if user.may_read_all() { refusal } else { RestError::access_denied() });
    };
    if !user.may_read(contact.assigned_by) {
        return Err(RestError::access_denied());
    }
    contact.assign(fields, Trust::Caller);
    contact.modified_by = user_id;
    contact.modified_at = now;
    data.crm.insert_contact(contact);
    drop(data);
    events::send_contact(&session.portal, "ONCRMCONTACTUPDATE", id, user_id);
    Ok(true.into())
}
