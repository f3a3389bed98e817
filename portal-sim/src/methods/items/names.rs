//! The camel-case names of the second API generation, and the columns behind them.

use crate::crm::{CUSTOM_CHOICE, CUSTOM_SWITCH, CUSTOM_TEXT, DEAL_TYPE, Kind};

/// One field of an item.
pub(super) struct Name {
    pub(super) camel: &'static str,
    pub(super) column: &'static str,
    pub(super) kind: Kind,
}

const fn name(camel: &'static str, column: &'static str, kind: Kind) -> Name {
    Name { camel, column, kind }
}

pub(super) fn names_of(entity_type: u64) -> &'static [Name] {
    if entity_type == DEAL_TYPE { DEAL } else { CONTACT }
}

const CONTACT: &[Name] = &[
    name("id", "ID", Kind::Number),
    name("createdTime", "DATE_CREATE", Kind::Date),
    name("updatedTime", "DATE_MODIFY", Kind::Date),
    name("createdBy", "CREATED_BY_ID", Kind::Number),
    name("updatedBy", "MODIFY_BY_ID", Kind::Number),
    name("assignedById", "ASSIGNED_BY_ID", Kind::Number),
    name("opened", "OPENED", Kind::Flag),
    name("companyId", "COMPANY_ID", Kind::Number),
    name("companyIds", "COMPANY_IDS", Kind::NoColumn),
    name("categoryId", "CATEGORY_ID", Kind::Number),
    name("leadId", "LEAD_ID", Kind::Number),
    name("honorific", "HONORIFIC", Kind::Status),
    name("name", "NAME", Kind::Text),
    name("secondName", "SECOND_NAME", Kind::Text),
    name("lastName", "LAST_NAME", Kind::Text),
    name("birthdate", "BIRTHDATE", Kind::Day),
    name("post", "POST", Kind::Text),
    name("comments", "COMMENTS", Kind::Text),
    name("typeId", "TYPE_ID", Kind::Status),
    name("sourceId", "SOURCE_ID", Kind::Status),
    name("sourceDescription", "SOURCE_DESCRIPTION", Kind::Text),
    name("hasPhone", "HAS_PHONE", Kind::Flag),
    name("hasEmail", "HAS_EMAIL", Kind::Flag),
    name("hasImol", "HAS_IMOL", Kind::Flag),
    name("originId", "ORIGIN_ID", Kind::Text),
    name("originatorId", "ORIGINATOR_ID", Kind::Text),
    name("utmSource", "UTM_SOURCE", Kind::Text),
    name("utmMedium", "UTM_MEDIUM", Kind::Text),
    name("utmCampaign", "UTM_CAMPAIGN", Kind::Text),
    name("utmContent", "UTM_CONTENT", Kind::Text),
    name("utmTerm", "UTM_TERM", Kind::Text),
    name("ufCrm_1700000001", CUSTOM_TEXT, Kind::Text),
    name("ufCrm_1700000002", CUSTOM_CHOICE, Kind::Many),
    name("ufCrm_1700000003", CUSTOM_SWITCH, Kind::Flag),
];

const DEAL: &[Name] = &[
    name("id", "ID", Kind::Number),
    name("createdTime", "DATE_CREATE", Kind::Date),
    name("updatedTime", "DATE_MODIFY", Kind::Date),
    name("createdBy", "CREATED_BY_ID", Kind::Number),
    name("assignedById", "ASSIGNED_BY_ID", Kind::Number),
    name("opened", "OPENED", Kind::Flag),
    name("companyId", "COMPANY_ID", Kind::Number),
    name("contactId", "CONTACT_ID", Kind::Number),
    name("contactIds", "CONTACT_IDS", Kind::NoColumn),
    name("title", "TITLE", Kind::Text),
    name("categoryId", "CATEGORY_ID", Kind::Number),
    name("stageId", "STAGE_ID", Kind::Status),
    name("stageSemanticId", "STAGE_SEMANTIC_ID", Kind::Text),
    name("closed", "CLOSED", Kind::Flag),
    name("typeId", "TYPE_ID", Kind::Status),
    name("opportunity", "OPPORTUNITY", Kind::Money),
    name("currencyId", "CURRENCY_ID", Kind::Text),
];
