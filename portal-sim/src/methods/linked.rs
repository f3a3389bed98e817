//! The entries linked to contacts, as the first API generation lists them: deals, activities and companies.

use super::context::{Context, Outcome, Reply};
use super::error::RestError;
use super::params::{self, either_case};
use crate::crm::{
    ACTIVITY, Activity, COMPANY, Company, DEAL, Deal, Field, FieldKind, ListRequest, Record, printed,
};
use crate::php::{Php, PhpArray, int};
use crate::world::User;

/// An entry with these fields.
fn row(fields: &[Field], record: &impl Record, names: impl Iterator<Item = &'static str>) -> Php {
    let field = |name| fields.iter().find(|field: &&Field| field.name == name);
    let pair = |name: &'static str| Some((name.to_owned(), printed(field(name)?.kind, &record.value(name))));
    Php::Array(PhpArray::of(names.filter_map(pair).collect()))
}

/// An entry with all its fields.
fn full(fields: &'static [Field], record: &impl Record) -> Php {
    let shown = fields.iter().filter(|field| field.kind != FieldKind::NoColumn);
    row(fields, record, shown.map(|field| field.name))
}

/// `crm.deal.list`: its `CONTACT_ID` is only the main contact.
pub(super) fn list_deals(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(DEAL, params);
    let data = context.data();
    let user = reader(context.user(&data))?;
    let page = request.run(&data.crm.deals, None, |deal: &Deal| user.may_read(deal.assigned_by));
    let rows = page.rows.iter().map(|deal| row(DEAL, *deal, request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

/// `crm.deal.get`.
pub(super) fn get_deal(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let user = context.user(&data);
    let found = u64::try_from(params::id(params)).ok().and_then(|id| data.crm.deals.get(&id));
    match found {
        Some(deal) if user.may_read(deal.assigned_by) => Ok(full(DEAL, deal).into()),
        None if user.may_read_all() => Err(RestError::without_code("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// `crm.activity.list`: `OWNER_ID` is the owner, `BINDINGS` are all linked entries.
pub(super) fn list_activities(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(ACTIVITY, params);
    let bound = bindings(params);
    let data = context.data();
    let user = reader(context.user(&data))?;
    let is_linked =
        |activity: &Activity| bound.is_empty() || activity.bindings.iter().any(|one| bound.contains(one));
    let page =
        request.run(&data.crm.activities, None, |one| is_linked(one) && user.may_read(one.responsible));
    let rows = page.rows.iter().map(|activity| row(ACTIVITY, *activity, request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

/// The linked entries that the filter asks for.
fn bindings(params: &PhpArray) -> Vec<(u64, u64)> {
    let filter = either_case(params, "filter");
    let Some(list) = filter.and_then(|filter| filter.get("BINDINGS")).and_then(Php::as_array) else {
        return Vec::new();
    };
    let number = |one: &Php, name: &str| u64::try_from(one.get(name).map_or(0, int)).unwrap_or_default();
    list.values().map(|one| (number(one, "OWNER_TYPE_ID"), number(one, "OWNER_ID"))).collect()
}

/// `crm.company.list`.
pub(super) fn list_companies(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(COMPANY, params);
    let data = context.data();
    let user = reader(context.user(&data))?;
    let page = request.run(&data.crm.companies, None, |one: &Company| user.may_read(one.assigned_by));
    let rows = page.rows.iter().map(|company| row(COMPANY, *company, request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

/// `crm.company.get`.
pub(super) fn get_company(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let user = context.user(&data);
    let found = u64::try_from(params::id(params)).ok().and_then(|id| data.crm.companies.get(&id));
    match found {
        Some(company) if user.may_read(company.assigned_by) => Ok(full(COMPANY, company).into()),
        None if user.may_read_all() => Err(RestError::without_code("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// The user, if the user may read any CRM entry.
fn reader(user: User) -> Result<User, RestError> {
    if user.may_read_any() { Ok(user) } else { Err(RestError::access_denied()) }
}
