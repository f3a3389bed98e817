//! `crm.contact.*`, except deletion and the description of fields.

use super::context::{Context, Outcome, Reply};
use super::creation::create_contact;
use super::error::RestError;
use super::params::{self, either_case};
use crate::crm::{CONTACT, Contact, ListRequest, WriteMode};
use crate::php::{Php, PhpArray, truthy};
use crate::world::Rights;

/// `crm.contact.list`: lists the contacts of category 0 that the user may read.
pub(super) fn list(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut request = ListRequest::parse(CONTACT, params);
    let data = context.data();
    request.conditions.retain(|condition| !data.ignored.contains(condition.field()));
    let user = context.user(&data);
    if !user.may_read_any() {
        return Err(RestError::access_denied());
    }
    let visible = |contact: &Contact| contact.category == 0 && user.may_read(contact.assigned_by);
    let narrowed = data.crm.narrowed(&request.conditions);
    let page = request.run(data.crm.contacts(), narrowed, visible);
    if request.select.len() > 1 && page.rows.iter().any(|contact| data.unreadable.contains(&contact.id)) {
        return Err(RestError::internal());
    }
    let rows = page.rows.iter().map(|contact| contact.print(request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

/// `crm.contact.get`: checks rights first. A user who may not read all contacts does not learn that one is missing.
pub(super) fn get(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let Some(id) = params::positive_id(params) else {
        return Err(RestError::without_code("ID is not defined or invalid."));
    };
    let data = context.data();
    let user = context.user(&data);
    match data.crm.contact(id).filter(|contact| contact.category == 0) {
        Some(contact) if user.may_read(contact.assigned_by) => Ok(contact.full().into()),
        None if user.may_read_all() => Err(RestError::without_code("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// `crm.contact.add`: answers the new number.
pub(super) fn add(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let Some(fields) = either_case(params, "fields").and_then(Php::as_array) else {
        return Err(RestError::without_code("Parameter 'fields' must be array."));
    };
    // PHP takes any filled IMPORT as true, even "N". An import needs an administrator.
    let import = either_case(params, "params").and_then(|params| params.get("IMPORT")).is_some_and(truthy);
    let user = context.user(&context.data());
    if !user.admin && (import || user.add == Rights::None) {
        return Err(RestError::access_denied());
    }
    create_contact(context, fields, if import { WriteMode::Import } else { WriteMode::Ordinary })
        .map(Into::into)
}

/// `crm.contact.update`.
pub(super) fn update(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let Some(id) = params::positive_id(params) else {
        return Err(RestError::without_code("ID is not defined or invalid."));
    };
    let Some(fields) = either_case(params, "fields").and_then(Php::as_array) else {
        return Err(RestError::without_code("Parameter 'fields' must be array."));
    };
    let now = context.portal.now();
    let user_id = context.caller.user_id;
    let mut data = context.data();
    let user = context.user(&data);
    let Some(mut contact) = data.crm.contact(id).cloned() else {
        let refusal = RestError::without_code("Not found");
        return Err(if user.may_read_all() { refusal } else { RestError::access_denied() });
    };
    if !user.may_read(contact.assigned_by) {
        return Err(RestError::access_denied());
    }
    contact.assign(fields, WriteMode::Ordinary);
    contact.modified_by = user_id;
    contact.modified_at = now;
    data.crm.insert_contact(contact);
    drop(data);
    context.portal.send_contact_event("ONCRMCONTACTUPDATE", id, user_id);
    Ok(true.into())
}
