//! The names of the second API generation in camel case, and their columns.

use crate::crm::{CUSTOM_CHOICE, CUSTOM_SWITCH, CUSTOM_TEXT, DEAL_TYPE, FieldKind};

/// The name of one field.
pub(super) struct Name {
    pub(super) camel: &'static str,
    pub(super) column: &'static str,
    pub(super) kind: FieldKind,
}

const fn name(camel: &'static str, column: &'static str, kind: FieldKind) -> Name {
    Name { camel, column, kind }
}

/// The fields of contacts or of deals.
pub(super) fn names_of(entity_type: u64) -> &'static [Name] {
    if entity_type == DEAL_TYPE { DEAL } else { CONTACT }
}

const CONTACT: &[Name] = &[
    name("id", "ID", FieldKind::Number),
    name("createdTime", "DATE_CREATE", FieldKind::Date),
    name("updatedTime", "DATE_MODIFY", FieldKind::Date),
    name("createdBy", "CREATED_BY_ID", FieldKind::Number),
    name("updatedBy", "MODIFY_BY_ID", FieldKind::Number),
    name("assignedById", "ASSIGNED_BY_ID", FieldKind::Number),
    name("opened", "OPENED", FieldKind::Flag),
    name("companyId", "COMPANY_ID", FieldKind::Number),
    name("companyIds", "COMPANY_IDS", FieldKind::NoColumn),
    name("categoryId", "CATEGORY_ID", FieldKind::Number),
    name("leadId", "LEAD_ID", FieldKind::Number),
    name("honorific", "HONORIFIC", FieldKind::Status),
    name("name", "NAME", FieldKind::Text),
    name("secondName", "SECOND_NAME", FieldKind::Text),
    name("lastName", "LAST_NAME", FieldKind::Text),
    name("birthdate", "BIRTHDATE", FieldKind::Day),
    name("post", "POST", FieldKind::Text),
    name("comments", "COMMENTS", FieldKind::Text),
    name("typeId", "TYPE_ID", FieldKind::Status),
    name("sourceId", "SOURCE_ID", FieldKind::Status),
    name("sourceDescription", "SOURCE_DESCRIPTION", FieldKind::Text),
    name("hasPhone", "HAS_PHONE", FieldKind::Flag),
    name("hasEmail", "HAS_EMAIL", FieldKind::Flag),
    name("hasImol", "HAS_IMOL", FieldKind::Flag),
    name("originId", "ORIGIN_ID", FieldKind::Text),
    name("originatorId", "ORIGINATOR_ID", FieldKind::Text),
    name("utmSource", "UTM_SOURCE", FieldKind::Text),
    name("utmMedium", "UTM_MEDIUM", FieldKind::Text),
    name("utmCampaign", "UTM_CAMPAIGN", FieldKind::Text),
    name("utmContent", "UTM_CONTENT", FieldKind::Text),
    name("utmTerm", "UTM_TERM", FieldKind::Text),
    name("ufCrm_1700000001", CUSTOM_TEXT, FieldKind::Text),
    name("ufCrm_1700000002", CUSTOM_CHOICE, FieldKind::Many),
    name("ufCrm_1700000003", CUSTOM_SWITCH, FieldKind::Flag),
];

const DEAL: &[Name] = &[
    name("id", "ID", FieldKind::Number),
    name("createdTime", "DATE_CREATE", FieldKind::Date),
    name("updatedTime", "DATE_MODIFY", FieldKind::Date),
    name("createdBy", "CREATED_BY_ID", FieldKind::Number),
    name("assignedById", "ASSIGNED_BY_ID", FieldKind::Number),
    name("opened", "OPENED", FieldKind::Flag),
    name("companyId", "COMPANY_ID", FieldKind::Number),
    name("contactId", "CONTACT_ID", FieldKind::Number),
    name("contactIds", "CONTACT_IDS", FieldKind::NoColumn),
    name("title", "TITLE", FieldKind::Text),
    name("categoryId", "CATEGORY_ID", FieldKind::Number),
    name("stageId", "STAGE_ID", FieldKind::Status),
    name("stageSemanticId", "STAGE_SEMANTIC_ID", FieldKind::Text),
    name("closed", "CLOSED", FieldKind::Flag),
    name("typeId", "TYPE_ID", FieldKind::Status),
    name("opportunity", "OPPORTUNITY", FieldKind::Money),
    name("currencyId", "CURRENCY_ID", FieldKind::Text),
];
