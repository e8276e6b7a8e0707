package io.frontugateway.simulator;

import static io.frontugateway.simulator.Field.array;
import static io.frontugateway.simulator.Field.customValues;
import static io.frontugateway.simulator.Field.flag;
import static io.frontugateway.simulator.Field.integer;
import static io.frontugateway.simulator.Field.number;
import static io.frontugateway.simulator.Field.reference;
import static io.frontugateway.simulator.Field.relation;
import static io.frontugateway.simulator.Field.text;
import static io.frontugateway.simulator.Field.time;

import java.util.List;

/**
 * The resources of Frontu. The spelling of paths and fields is Frontu's own ("standartized", "equipments", double s in
 * "tasksstatushistory").
 */
final class Types {
    static final EntityType CREDIT_STATUS =
            new EntityType("CreditStatus", "/creditstatuses", text("title").needed()).withoutItems();

    static final EntityType CLIENT_FIELD = customField("ClientCustomField", "clients");
    static final EntityType TASK_FIELD = customField("TaskCustomField", "tasks");
    static final EntityType WORKSPACE_FIELD = customField("WorkspaceCustomField", "workspaces");
    static final EntityType EQUIPMENT_FIELD = customField("EquipmentCustomField", "equipments");
    static final EntityType WORK_FIELD = customField("StandartizedWorkCustomField", "standartizedworks");
    static final EntityType MATERIAL_FIELD = customField("StandartizedMaterialCustomField", "standartizedmaterials");

    static final EntityType CLIENT = new EntityType(
                    "Client",
                    "/clients",
                    text("title").needed(),
                    text("address"),
                    text("city"),
                    text("phone"),
                    text("email"),
                    relation("creditStatus", "CreditStatus"),
                    text("companyVatCode"),
                    text("companyCode"),
                    text("note"),
                    integer("clientType"),
                    text("reportEmails"),
                    customValues("ClientCustomField"))
            .filteredBy("guid", "systemId", "title", "email", "phone", "companyCode", "companyVatCode");

    static final EntityType WORKSPACE = new EntityType(
            "Workspace",
            "/workspaces",
            text("title").needed(),
            relation("client", "Client").needed(),
            text("address"),
            text("city"),
            text("serialNumber"),
            customValues("WorkspaceCustomField"));

    static final EntityType RESPONSIBLE_PERSON = new EntityType(
                    "ResponsiblePerson",
                    "/responsible_persons",
                    text("firstName").needed(),
                    text("lastName"),
                    text("email"),
                    text("phone"),
                    relation("client", "Client").hidden())
            .filteredBy("guid", "systemId", "email", "phone");

    static final EntityType WORKSPACE_PERSON = new EntityType(
                    "WorkspaceResponsiblePerson",
                    "/workspace_responsible_persons",
                    relation("responsiblePerson", "ResponsiblePerson"),
                    relation("workspace", "Workspace"))
            .detail("/workspace_responsible_person/details");

    static final EntityType USER =
            new EntityType("User", "/users", text("name"), text("surname"), text("username"), text("email")).readOnly();

    static final EntityType MATERIAL_TYPE =
            new EntityType("MaterialType", "/material_types", text("title").needed());

    /** The price is required but not returned, as in the published example. */
    static final EntityType STANDARTIZED_MATERIAL = new EntityType(
            "StandartizedMaterial",
            "/standartized_materials",
            text("title").needed(),
            text("serialNumber"),
            text("hashtag").readOnly(),
            relation("materialType", "MaterialType").needed(),
            number("price").needed().hidden(),
            customValues("StandartizedMaterialCustomField"));

    static final EntityType STANDARTIZED_WORK = new EntityType(
            "StandartizedWork",
            "/standartized_works",
            text("title").needed(),
            number("rate"),
            number("nightRate"),
            integer("duration"),
            customValues("StandartizedWorkCustomField"));

    static final EntityType REMAINS = new EntityType(
            "StandartizedMaterialRemains",
            "/standartized_material_remains",
            reference("standartizedMaterial", "StandartizedMaterial"),
            number("quantity"),
            text("serialNumber"),
            reference("workspace", "Workspace"));

    static final EntityType PLACE = new EntityType(
            "Place", "/places", text("scanCode").needed(), text("title").needed(), text("note"));

    static final EntityType REGION =
            new EntityType("Region", "/regions", text("title")).readOnly().detail(null);

    static final EntityType EQUIPMENT_MODEL = new EntityType("EquipmentModel", "/equipment_models", text("title"))
            .answering(200)
            .detail(null);

    static final EntityType EQUIPMENT = new EntityType(
            "Equipment",
            "/equipments",
            text("title"),
            text("code"),
            relation("workspace", "Workspace"),
            relation("equipment", "Equipment"),
            relation("equipmentModel", "EquipmentModel"),
            text("serialNumber"),
            customValues("EquipmentCustomField"));

    static final EntityType EQUIPMENT_ACTION = new EntityType(
                    "EquipmentAction", "/equipmentactions", text("title"), relation("equipment", "Equipment"))
            .detail(null);

    static final EntityType TASK_TYPE =
            new EntityType("TaskType", "/task_types", text("title").needed(), text("mailList"));

    static final EntityType TASK_REQUEST = new EntityType(
                    "TaskRequest",
                    "/task_requests",
                    text("title").needed(),
                    text("description"),
                    relation("client", "Client"),
                    relation("workspace", "Workspace"))
            .withVersionTo();

    static final EntityType STOP_REASON = new EntityType("TaskStopReason", "/taskstopreasons", text("title"))
            .withoutItems()
            .byGuidOnly();

    static final EntityType TASK = new EntityType(
                    "Task",
                    "/tasks",
                    text("code").readOnly(),
                    text("title").needed(),
                    text("clientName").readOnly(),
                    text("clientEmail").readOnly(),
                    number("rating").readOnly(),
                    flag("agreement").readOnly(),
                    text("signatureType").readOnly(),
                    text("signatureFile").readOnly(),
                    text("description"),
                    text("abortMessage"),
                    text("clientNote"),
                    text("clientNoteReply"),
                    number("distance").readOnly(),
                    number("workPrice").readOnly(),
                    number("workPriceWithVat").readOnly(),
                    number("routePrice").readOnly(),
                    number("routePriceWithVat").readOnly(),
                    number("materialPrice").readOnly(),
                    number("materialPriceWithVat").readOnly(),
                    number("finalPrice").readOnly(),
                    number("finalPriceWithVat").readOnly(),
                    number("vat"),
                    text("currency"),
                    integer("status"),
                    text("stopStatusMessage"),
                    time("plannedTime"),
                    time("plannedEndTime"),
                    flag("fetched").readOnly(),
                    text("time").readOnly(),
                    text("ended").readOnly(),
                    flag("pastDue").readOnly(),
                    number("duration").readOnly(),
                    number("durationFull").readOnly(),
                    text("billDate").readOnly(),
                    flag("billStatus"),
                    flag("reassigned").readOnly(),
                    flag("filesExists").readOnly(),
                    relation("user", "User"),
                    relation("formerUser", "User").readOnly(),
                    relation("assignor", "User").readOnly(),
                    relation("taskType", "TaskType"),
                    relation("workspace", "Workspace"),
                    relation("client", "Client"),
                    relation("createdBy", "User").readOnly(),
                    reference("taskRequest", "TaskRequest"),
                    flag("requireObjectCode").readOnly(),
                    flag("requireSignature").readOnly(),
                    number("taskTypePriority").readOnly(),
                    flag("receivedByExternalSystem"),
                    array("helpers").readOnly(),
                    array("tags").readOnly(),
                    customValues("TaskCustomField"))
            .withVersionTo()
            .filteredBy("guid", "systemId", "code", "billStatus", "status", "receivedByExternalSystem");

    static final EntityType WORK = new EntityType(
            "Work",
            "/works",
            text("title"),
            integer("duration"),
            integer("suggestedDuration"),
            text("currency").readOnly(),
            text("vat"),
            number("rate"),
            number("price"),
            number("priceWithVat"),
            text("description"),
            relation("standartizedWork", "StandartizedWork"),
            relation("object", "Workspace").writtenAs("workspace"),
            relation("task", "Task"),
            reference("taskTemplate", "Task").readOnly(),
            relation("user", "User"));

    static final EntityType MATERIAL = new EntityType(
            "Material",
            "/materials",
            text("title"),
            text("description"),
            text("serialNumber"),
            number("vat"),
            text("currency").readOnly(),
            number("amount"),
            number("suggestedAmount"),
            number("rate"),
            number("price"),
            number("priceWithVat"),
            text("sfNumber"),
            number("selfCost"),
            relation("materialType", "MaterialType"),
            relation("standartizedMaterial", "StandartizedMaterial"),
            relation("user", "User"),
            flag("debited").readOnly(),
            relation("workspace", "Workspace"),
            relation("task", "Task"));

    static final EntityType ROUTE_HISTORY = new EntityType(
                    "RouteHistory",
                    "/routehistories",
                    number("distance"),
                    relation("task", "Task"),
                    relation("user", "User"))
            .withoutItems()
            .detail(null);

    static final EntityType TRAVEL = new EntityType(
                    "Travels", "/travels", relation("task", "Task"), relation("user", "User"))
            .withoutItems()
            .detail(null);

    static final EntityType USER_TASK_TIME = new EntityType(
                    "UserTaskTimes",
                    "/user/task/times",
                    relation("user", "User"),
                    relation("task", "Task"),
                    integer("duration"))
            .readOnly()
            .detail("/user/task/time/details");

    static final EntityType STATUS_HISTORY = new EntityType(
                    "TaskStatusHistory",
                    "/tasksstatushistory",
                    relation("task", "Task"),
                    integer("status"),
                    relation("user", "User"),
                    text("stopStatusMessage"))
            .readOnly()
            .detail(null)
            .filteredBy("task", "status");

    static final EntityType NOTE = new EntityType(
                    "Note",
                    "/notes",
                    text("title"),
                    flag("visible"),
                    text("description"),
                    relation("task", "Task"),
                    relation("workspace", "Workspace"),
                    relation("user", "User"))
            .detail(null)
            .filteredBy("task");

    static final EntityType FILE = new EntityType(
                    "File",
                    "/files",
                    text("originalName"),
                    text("path"),
                    text("title"),
                    relation("task", "Task"),
                    relation("taskRequest", "TaskRequest"))
            .readOnly()
            .detail(null)
            .filteredBy("task");

    static final EntityType IMAGE = new EntityType(
                    "Image", "/images", text("originalName"), text("path"), text("title"), relation("task", "Task"))
            .readOnly()
            .detail(null)
            .filteredBy("task");

    static final EntityType EVALUATION_FORM = new EntityType(
                    "EvaluationForm",
                    "/evaluations/forms/",
                    text("title"),
                    flag("required"),
                    flag("visible"),
                    array("questions"))
            .withoutItems()
            .detail(null);

    static final EntityType EVALUATION = new EntityType(
                    "Evaluations",
                    "/evaluations",
                    relation("task", "Task"),
                    relation("form", "EvaluationForm"),
                    relation("user", "User"),
                    array("answers"))
            .readOnly()
            .unlisted()
            .detail(null);

    static final EntityType CAUTION_CODE = new EntityType(
                    "WorkspaceCautionCode",
                    "/workspace_cautioncodes",
                    text("severity"),
                    text("title"),
                    relation("workspace", "Workspace"),
                    relation("task", "Task"))
            .readOnly()
            .unlisted()
            .detail(null);

    /** Every type, in the order in which a company is best built. */
    static final List<EntityType> ALL = List.of(
            CREDIT_STATUS,
            CLIENT_FIELD,
            TASK_FIELD,
            WORKSPACE_FIELD,
            EQUIPMENT_FIELD,
            WORK_FIELD,
            MATERIAL_FIELD,
            CLIENT,
            WORKSPACE,
            RESPONSIBLE_PERSON,
            WORKSPACE_PERSON,
            USER,
            MATERIAL_TYPE,
            STANDARTIZED_MATERIAL,
            STANDARTIZED_WORK,
            REMAINS,
            PLACE,
            REGION,
            EQUIPMENT_MODEL,
            EQUIPMENT,
            EQUIPMENT_ACTION,
            TASK_TYPE,
            TASK_REQUEST,
            STOP_REASON,
            TASK,
            WORK,
            MATERIAL,
            ROUTE_HISTORY,
            TRAVEL,
            USER_TASK_TIME,
            STATUS_HISTORY,
            NOTE,
            FILE,
            IMAGE,
            EVALUATION_FORM,
            EVALUATION,
            CAUTION_CODE);

    private Types() {}

    private static EntityType customField(String name, String owner) {
        return new EntityType(
                        name,
                        "/customfields/" + owner,
                        text("title").needed(),
                        integer("type").needed(),
                        flag("required"),
                        flag("visible"),
                        text("data"))
                .filteredBy("guid");
    }
}
